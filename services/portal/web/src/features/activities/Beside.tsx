import { useQuery } from '@tanstack/react-query';
import { Database, ShieldQuestion, Target } from 'lucide-react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Card, CopyText, Day, Facts, Loaded, Time } from '../../ui';
import { bases } from '../consent/model';
import { activitiesKey, conditions, type Activity } from './model';

/** What belongs beside the record: why it is allowed, what is linked to it, and who changed it. */
export function Beside({ activity: a }: { activity: Activity }) {
  const { can } = useSession();
  const d = a.details;
  return (
    <aside className="stack-l" aria-label="Beside the record">
      <Card title="Lawfulness and care">
        <Facts
          items={[
            ['Legal basis', d.legalBasis ? bases[d.legalBasis] : <span key="l" className="muted">not named</span>],
            d.specialCategoryCondition ? ['Art. 9', conditions[d.specialCategoryCondition]] : null,
            ['Owner', <PersonName key="o" id={d.ownerId} />],
            ['Review', d.reviewOn ? <Day key="r" on={d.reviewOn} /> : 'no date set'],
          ]}
        />
      </Card>
      {can('consent:read') && <Purposes id={a.id} />}
      <Stores ids={(d.dataStoreIds ?? []) as string[]} />
      {d.assessmentId && can('dpia:read') && <Assessment id={d.assessmentId} />}
      <Versions activity={a} />
    </aside>
  );
}

function Purposes({ id }: { id: string }) {
  const purposes = useQuery({
    queryKey: ['consent', 'purposes', 'of-activity', id],
    queryFn: () => data(api.consent.GET('/v1/purposes', { params: { query: { activity: id, limit: 100 } } })).then((p) => p.items),
  });
  return (
    <Card title="Purposes" hint="consent" flush>
      <Loaded query={purposes} lines={2}>
        {(items) => (
          <Lines empty="No purpose is linked to it. Choose it where a purpose is changed.">
            {items.map((p) => (
              <Line key={p.code} to={`/consent/purposes/${p.code}`} icon={<Target size={15} aria-hidden className="muted" />} text={p.details.name} />
            ))}
          </Lines>
        )}
      </Loaded>
    </Card>
  );
}

function Stores({ ids }: { ids: string[] }) {
  const stores = useQuery({
    queryKey: ['inventory', 'stores', 'by-id', ...ids],
    queryFn: () => Promise.all(ids.map((id) => data(api.inventory.GET('/v1/data-stores/{id}', { params: { path: { id } } })))),
  });
  return (
    <Card title="Data stores" flush>
      <Loaded query={stores} lines={2}>
        {(items) => (
          <Lines empty="No data store is named.">
            {items.map((s) => (
              <Line key={s.id} to={`/map/${s.id}`} icon={<Database size={15} aria-hidden className="muted" />} text={s.name} />
            ))}
          </Lines>
        )}
      </Loaded>
    </Card>
  );
}

function Assessment({ id }: { id: string }) {
  const assessment = useQuery({ queryKey: ['dpia', 'title', id], queryFn: () => data(api.dpia.GET('/v1/assessments/{id}', { params: { path: { id } } })) });
  return (
    <Card title="Impact assessment" flush>
      <Loaded query={assessment} lines={1}>
        {(a) => (
          <ul className="lines">
            <Line to={`/assessments/${a.id}`} icon={<ShieldQuestion size={15} aria-hidden className="muted" />} text={a.title} />
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function Versions({ activity: a }: { activity: Activity }) {
  const versions = useQuery({
    queryKey: [...activitiesKey, 'versions', a.id, a.version],
    queryFn: () => data(api.inventory.GET('/v1/processing-activities/{id}/versions', { params: { path: { id: a.id }, query: { limit: 20 } } })).then((p) => p.items),
  });
  return (
    <Card title="Versions" hint="hashes are in the audit log">
      <Loaded query={versions} lines={3}>
        {(items) => (
          <ol className="timeline">
            {items.map((v) => (
              <li key={v.version}>
                <span className="what">
                  Version {v.version}
                  {v.ended ? ', ended' : v.version === 1 ? ', registered' : ''}
                </span>
                <span className="when">
                  <Time at={v.changedAt} />
                </span>
                <span className="who">
                  <PersonName id={v.changedBy} /> <CopyText value={v.hash} label={`SHA-256 of version ${v.version}`} length={8} />
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Card>
  );
}

const Lines = ({ empty, children }: { empty: string; children: React.ReactNode[] }) =>
  children.length === 0 ? <p className="muted small" style={{ padding: '12px 16px' }}>{empty}</p> : <ul className="lines">{children}</ul>;

const Line = ({ to, icon, text }: { to: string; icon: React.ReactNode; text: string }) => (
  <li>
    <Link to={to} className="line">
      {icon}
      <span className="grow wrap-any">{text}</span>
    </Link>
  </li>
);
