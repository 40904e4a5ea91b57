import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, ShieldCheck } from 'lucide-react';
import { api, data, newKey } from '../../api/client';
import type { components } from '../../api/generated/audit';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Button, Callout, Card, CopyText, Facts, failed, Loaded, number, Time, words } from '../../ui';

type Check = components['schemas']['VerificationResponse'];

export const useHead = () => useQuery({ queryKey: ['audit', 'head'], queryFn: () => data(api.audit.GET('/v1/log/head')), refetchInterval: 5000 });

/** How the log itself stands: its head, who vouches for it, and the last full check. */
export function LogState() {
  return (
    <aside className="stack-l" aria-label="State of the log">
      <Head />
      <Checkpoint />
      <FullCheck />
    </aside>
  );
}

function Head() {
  const head = useHead();
  return (
    <Card title="The log">
      <Loaded query={head} lines={3}>
        {(h) => (
          <Facts
            items={[
              ['Entries', <span key="s" className="num">{number.format(h.size)}</span>],
              ['Root', <CopyText key="r" value={h.rootHash} label="root hash" length={16} />],
              ['Last entry', <Time key="t" at={h.updatedAt} />],
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

const witnessTones = { unknown: 'plain', cosigned: 'good', failing: 'warn', objecting: 'bad' } as const;

function Checkpoint() {
  const status = useQuery({ queryKey: ['audit', 'checkpoints'], queryFn: () => data(api.audit.GET('/v1/log/checkpoints')), refetchInterval: 30_000 });
  return (
    <Card title="Checkpoints and witnesses">
      <Loaded query={status} lines={3}>
        {(s) => (
          <div className="stack">
            {s.refusal && <Callout tone="bad" icon={<CircleAlert size={16} aria-hidden />}>Not signing: {words(s.refusal)}</Callout>}
            <Facts
              items={[
                ['Log', s.origin],
                ['Published', s.published ? <>{number.format(s.published.size)} entries, <Time key="t" at={s.published.publishedAt} /></> : 'not yet'],
                ['Witnessed', s.witnessed ? `${number.format(s.witnessed.size)} entries` : s.quorum === 0 ? 'no witness is asked' : 'not yet'],
              ]}
            />
            {s.witnesses.length > 0 && (
              <ul className="stack-s">
                {s.witnesses.map((w) => (
                  <li key={w.name} className="row-tight">
                    <Badge tone={witnessTones[w.state]} dot>
                      {words(w.state)}
                    </Badge>
                    <span className="truncate">{w.name}</span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </Loaded>
    </Card>
  );
}

/** The last recomputation of the whole log: when it ran and what it found. */
function FullCheck() {
  const { can } = useSession();
  const queries = useQueryClient();
  const checks = useQuery({
    queryKey: ['audit', 'verifications'],
    queryFn: () => data(api.audit.GET('/v1/log/verifications', { params: { query: { limit: 2 } } })).then((p) => p.items),
    refetchInterval: ({ state }) => (state.data?.[0]?.state === 'running' ? 1000 : 30_000),
  });
  const start = useMutation({
    mutationFn: () => data(api.audit.POST('/v1/log/verifications', { params: { header: { 'Idempotency-Key': newKey() } } })),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['audit', 'verifications'] }),
  });
  const running = checks.data?.[0]?.state === 'running';
  return (
    <Card
      title="Full check"
      actions={
        can('audit:verify') && (
          <Button small onPress={() => start.mutate()} isDisabled={start.isPending || running}>
            <ShieldCheck size={14} aria-hidden /> Check now
          </Button>
        )
      }
    >
      <Loaded query={checks} lines={3}>
        {(all) =>
          all.length === 0 ? (
            <p className="muted">Nobody has had the whole log checked yet.</p>
          ) : (
            <div className="stack">
              {running && (
                <p>
                  <Badge live tone="info">checking</Badge> <span className="muted small">since <Time at={all[0]!.requestedAt} /></span>
                </p>
              )}
              {all.filter((v) => v.state !== 'running').slice(0, 1).map((v) => <Found key={v.id} check={v} />)}
            </div>
          )
        }
      </Loaded>
    </Card>
  );
}

function Found({ check: v }: { check: Check }) {
  return (
    <>
      <p>{v.state === 'ok' ? <Badge tone="good">nothing was changed</Badge> : <Badge tone="bad">differences found</Badge>}</p>
      <Facts
        items={[
          ['Last check', v.completedAt ? <Time key="t" at={v.completedAt} style="relative" /> : null],
          ['Asked for by', <PersonName key="p" id={v.requestedBy} />],
          v.size !== null && v.size !== undefined ? ['Entries', number.format(v.size)] : null,
          v.computedRootHash ? ['Root computed', <CopyText key="r" value={v.computedRootHash} label="computed root" length={12} />] : null,
        ]}
      />
      {v.differences.length > 0 && (
        <ul className="stack-s">
          {v.differences.slice(0, 5).map((d, n) => (
            <li key={n} className="small">
              <Badge tone="bad">{words(d.kind)}</Badge> {d.sequence != null && <>at entry {number.format(d.sequence)}</>}
            </li>
          ))}
          {v.differences.length > 5 && <li className="muted small">and {number.format(v.differences.length - 5)} more</li>}
        </ul>
      )}
    </>
  );
}
