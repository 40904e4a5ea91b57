import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Button, Card, cx, Empty, Failure, Bones, More, Time, usePaged, words } from '../../ui';
import { ProofBadge } from '../audit/ProofBadge';
import type { RequestView } from './model';

/** Everything that happened to the request, from the audit log; each entry can be proved here. */
export function History({ request }: { request: RequestView }) {
  const { can } = useSession();
  const allowed = can('audit:read');
  const [run, setRun] = useState(0);
  const entries = usePaged(
    ['audit', 'of', request.id],
    (after) =>
      data(api.audit.GET('/v1/entries', { params: { query: { objectType: 'subject-request', objectId: request.id, order: 'newest', limit: 50, after: after } } })),
    { enabled: allowed, refetchInterval: 10_000 },
  );
  return (
    <Card
      title="History"
      actions={
        allowed &&
        !!entries.items?.length && (
          <Button small onPress={() => setRun(run + 1)}>
            <ShieldCheck size={14} aria-hidden /> Prove all
          </Button>
        )
      }
    >
      {!allowed ? (
        <p className="muted">The history stands in the audit log, which your roles do not include.</p>
      ) : entries.isError ? (
        <Failure error={entries.error} retry={() => void entries.refetch()} />
      ) : !entries.items ? (
        <Bones lines={5} />
      ) : entries.items.length === 0 ? (
        <Empty title="Nothing recorded yet" />
      ) : (
        <>
          <ol className="timeline">
            {entries.items.map((e, i) => (
              <li key={e.sequence} className={cx(e.outcome === 'refused' && 'bad', i === 0 && 'now')}>
                <span className="what">
                  <Link to={`/audit/entries/${e.sequence}`}>{words(e.action.split(':').at(-1)!.split('.').at(-1)!)}</Link>
                  {e.reason && <span className="muted"> · {words(e.reason)}</span>} <ProofBadge sequence={e.sequence} run={run} />
                </span>
                <span className="when">
                  <Time at={e.occurredAt} />
                </span>
                <span className="who">{e.actorType === 'dataSubject' ? 'The person' : e.actorType === 'service' ? `Service ${e.actorId ?? ''}` : <PersonName id={e.actorId} />}</span>
              </li>
            ))}
          </ol>
          <More query={entries} />
        </>
      )}
    </Card>
  );
}
