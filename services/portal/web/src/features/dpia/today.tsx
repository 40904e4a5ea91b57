import { useQuery } from '@tanstack/react-query';
import { ArrowRight, CheckCircle2, ClipboardCheck } from 'lucide-react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { Badge, Card, Day, dueText, Empty, Loaded } from '../../ui';
import type { TodayCard } from '../home/cards';
import { awaits, StateBadge, taskKinds } from './model';

const few = 5;

/** Decisions on assessments that the user may take, tasks that were given to them, and reviews that are due. */
function Waiting() {
  const waiting = useQuery({
    queryKey: ['dpia', 'today'],
    queryFn: async () => {
      const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
      const [decisions, tasks, reviews] = await Promise.all([
        data(api.dpia.GET('/v1/assessments', { params: { query: { waitingForMe: true, sort: 'updatedAt', limit: few } } })),
        data(api.dpia.GET('/v1/tasks', { params: { query: { assignee: 'me', state: 'open', limit: few } } })),
        data(api.dpia.GET('/v1/assessments', { params: { query: { dueBy: soon, open: true, sort: 'reviewOn', limit: few } } })),
      ]);
      return { decisions: decisions.items, tasks: tasks.items, reviews: reviews.items.filter((r) => decisions.items.every((d) => d.id !== r.id)) };
    },
    refetchInterval: 15_000,
  });
  return (
    <Card
      title={
        <>
          <ClipboardCheck size={16} aria-hidden /> Assessments
        </>
      }
      actions={
        <Link to="/assessments?waitingForMe=true" className="small">
          All
        </Link>
      }
      flush
    >
      <Loaded query={waiting}>
        {({ decisions, tasks, reviews }) =>
          decisions.length + tasks.length + reviews.length === 0 ? (
            <Empty icon={CheckCircle2} title="No assessment waits for you." />
          ) : (
            <ul className="lines">
              {decisions.map((a) => (
                <li key={a.id}>
                  <Link to={`/assessments/${a.id}`} className="line">
                    <span className="grow">
                      <span className="strong wrap-any">{a.title}</span> <span className="muted small">waits for {a.awaits === 'writing' ? 'you to write' : awaits[a.awaits]}</span>
                    </span>
                    <StateBadge state={a.state} />
                    <ArrowRight size={15} aria-hidden className="muted" />
                  </Link>
                </li>
              ))}
              {tasks.map((t) => (
                <li key={t.id}>
                  <Link to={`/assessments/${t.assessmentId}?tab=tasks`} className="line">
                    <span className="grow">
                      <span className="strong">Task: {taskKinds[t.kind].toLowerCase()}</span> <span className="muted small wrap-any">{t.assessmentTitle}</span>
                    </span>
                    <Badge tone={t.overdue ? 'bad' : 'plain'}>{dueText(t.dueOn)}</Badge>
                    <ArrowRight size={15} aria-hidden className="muted" />
                  </Link>
                </li>
              ))}
              {reviews.map((r) => (
                <li key={r.id}>
                  <Link to={`/assessments/${r.id}`} className="line">
                    <span className="grow">
                      <span className="strong wrap-any">{r.title}</span> <span className="muted small">review</span>
                    </span>
                    {r.state === 'reviewDue' ? <Badge tone="bad">due now</Badge> : <Day on={r.reviewOn!} />}
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

export const todayCard: TodayCard = { id: 'assessments', order: 10, needs: ['dpia:read'], Card: Waiting };
