import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ArrowRight, CheckCircle2, PartyPopper } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Card, Empty, Loaded, number, PageHead, Stat } from '../../ui';
import { Due, shortId, StateBadge, types, type RequestItem } from '../requests/model';
import { todayCards } from './cards';
import './home.css';

const everyTenSeconds = { refetchInterval: 10_000 };

/** What needs me today: every line is one click from the decision. */
export default function HomePage() {
  const { user, can } = useSession();
  const hour = new Date().getHours();
  const greeting = hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening';
  return (
    <>
      <PageHead title="Today" lead={`${greeting}, ${user.name}. This is what needs you.`} />
      {can('dsar:read') && <Numbers />}
      <div className="today">
        {can('dsar:read') && <Requests />}
        {todayCards
          .filter((c) => can(...c.needs))
          .map((c) => (
            <c.Card key={c.id} />
          ))}
      </div>
    </>
  );
}

function Numbers() {
  const { can } = useSession();
  const overview = useQuery({ queryKey: ['dsar', 'overview'], queryFn: () => data(api.dsar.GET('/v1/requests/overview')), ...everyTenSeconds });
  return (
    <section className="card" aria-label="Requests in numbers">
      <Loaded query={overview} lines={2}>
        {(o) => (
          <div className="stats">
            <Stat value={number.format(o.overdue)} label="overdue" to="/requests?open=true&overdue=true&sort=dueOn" tone={o.overdue > 0 ? 'bad' : 'plain'} />
            <Stat value={number.format(o.dueSoon)} label="due within 7 days" to="/requests?open=true&sort=dueOn" tone={o.dueSoon > 0 ? 'warn' : 'plain'} />
            {can('dsar:approve') && <Stat value={number.format(o.toApprove)} label="wait for your approval" to="/requests?approvable=true&sort=dueOn" />}
            <Stat value={number.format(o.mine)} label="are yours" to="/requests?open=true&assignee=me&sort=dueOn" />
            <Stat value={number.format(o.unassigned)} label="are nobody’s" to="/requests?open=true&assignee=none&sort=dueOn" />
            <Stat value={number.format(o.open)} label="open in all" to="/requests?open=true&sort=dueOn" />
          </div>
        )}
      </Loaded>
    </section>
  );
}

function Requests() {
  const { can } = useSession();
  const approvals = useList('approvals', { approvableByMe: true }, can('dsar:approve'));
  const mine = useList('mine', { open: true, assignee: 'me' }, can('dsar:manage'));
  const due = useList('due', { open: true }, true);
  return (
    <>
      {can('dsar:approve') && (
        <RequestCard title="Waiting for your approval" all="/requests?approvable=true&sort=dueOn" query={approvals} empty="Nothing waits for your approval." icon={<CheckCircle2 size={16} aria-hidden />} />
      )}
      {can('dsar:manage') && <RequestCard title="Yours" all="/requests?open=true&assignee=me&sort=dueOn" query={mine} empty="Nothing is assigned to you." />}
      <RequestCard title="Due next" all="/requests?open=true&sort=dueOn" query={due} empty="Everything is answered." />
    </>
  );
}

function useList(name: string, query: { open?: boolean; assignee?: string; approvableByMe?: boolean }, enabled: boolean) {
  return useQuery({
    queryKey: ['dsar', 'today', name],
    queryFn: () => data(api.dsar.GET('/v1/requests', { params: { query: { ...query, sort: 'dueOn', limit: 6 } } })).then((p) => p.items),
    enabled,
    ...everyTenSeconds,
  });
}

function RequestCard({ title, all, query, empty, icon }: { title: string; all: string; query: UseQueryResult<RequestItem[]>; empty: string; icon?: ReactNode }) {
  return (
    <Card
      title={
        <>
          {icon} {title}
        </>
      }
      actions={
        <Link to={all} className="small">
          All
        </Link>
      }
      flush
    >
      <Loaded query={query}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon={PartyPopper} title={empty} />
          ) : (
            <ul className="lines">
              {items.map((r) => (
                <li key={r.id}>
                  <Link to={`/requests/${r.id}`} className="line">
                    <span className="grow">
                      <span className="strong">{types[r.type]}</span> <span className="muted mono">{shortId(r.id)}</span>
                      {r.assignedTo && (
                        <span className="muted small">
                          {' '}
                          · <PersonName id={r.assignedTo} />
                        </span>
                      )}
                    </span>
                    <StateBadge state={r.state} />
                    <Due on={r.dueOn} state={r.state} paused={r.paused} />
                    <ArrowRight size={15} aria-hidden className="muted" />
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
