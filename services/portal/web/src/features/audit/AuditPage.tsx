import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Callout, Card, CopyText, Empty, Facts, Failure, failed, Loaded, More, number, PageHead, Scroll, Select, TextInput, Time, usePaged, words } from '../../ui';
import { ProofBadge } from './ProofBadge';

const names = ['subject', 'objectId', 'actorId', 'action', 'source', 'outcome'] as const;

/** Search over everything that happened, and how the log itself stands. */
export default function AuditPage() {
  const [search, setSearch] = useSearchParams();
  const query = Object.fromEntries(names.map((n) => [n, search.get(n) ?? undefined]));
  const entries = usePaged(
    ['audit', 'entries', query],
    (after) => data(api.audit.GET('/v1/entries', { params: { query: { ...query, order: 'newest', limit: 50, after } } })),
    { refetchInterval: 15_000 },
  );
  return (
    <>
      <PageHead title="Audit log" lead="Every event of every service, in order. Nothing can be changed without showing." />
      <div className="split">
        <Card flush>
          <Filters key={search.toString()} search={search} set={setSearch} />
          {entries.isError ? (
            <Failure error={entries.error} retry={() => void entries.refetch()} />
          ) : !entries.items ? (
            <div style={{ padding: 16 }}>
              <Bones lines={8} />
            </div>
          ) : entries.items.length === 0 ? (
            <Empty title="No entry matches" />
          ) : (
            <Scroll label="Entries">
              <table className="table cards">
                <thead>
                  <tr>
                    <th className="right">No.</th>
                    <th>What</th>
                    <th>Who</th>
                    <th>When</th>
                    <th>Proof</th>
                  </tr>
                </thead>
                <tbody>
                  {entries.items.map((e) => (
                    <tr key={e.sequence}>
                      <td className="right num muted">{number.format(e.sequence)}</td>
                      <td>
                        <Link to={`/audit/entries/${e.sequence}`} className="strong">
                          {words(e.action)}
                        </Link>{' '}
                        <span className="muted small">{e.source}</span>
                        {e.outcome !== 'succeeded' && e.outcome !== 'success' && e.outcome !== 'done' && <> <Badge tone={e.outcome === 'refused' ? 'bad' : 'plain'}>{words(e.outcome)}</Badge></>}
                      </td>
                      <td className="soft">{e.actorType === 'dataSubject' ? 'The person' : e.actorType === 'service' ? `Service ${e.actorId ?? ''}` : <PersonName id={e.actorId} />}</td>
                      <td className="soft">
                        <Time at={e.occurredAt} />
                      </td>
                      <td>
                        <ProofBadge sequence={e.sequence} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
          <More query={entries} />
        </Card>
        <aside className="stack-l" aria-label="State of the log">
          <Head />
          <Checkpoint />
          <FullCheck />
        </aside>
      </div>
    </>
  );
}

function Filters({ search, set }: { search: URLSearchParams; set: (s: URLSearchParams) => void }) {
  const [values, setValues] = useState<Record<string, string>>(Object.fromEntries(names.map((n) => [n, search.get(n) ?? ''])));
  const field = (name: (typeof names)[number], label: string) => (
    <TextInput label={label} value={values[name] ?? ''} onChange={(v) => setValues({ ...values, [name]: v })} maxLength={200} />
  );
  const apply = (next: Record<string, string>) => set(new URLSearchParams(Object.entries(next).filter(([, v]) => v.trim() !== '')));
  return (
    <form
      className="toolbar audit-filter"
      role="search"
      aria-label="Search the log"
      onSubmit={(e) => {
        e.preventDefault();
        apply(values);
      }}
    >
      {field('action', 'Action')}
      {field('subject', 'Person (pseudonym)')}
      {field('objectId', 'Object')}
      {field('actorId', 'Actor')}
      <Select
        label="Service"
        value={values['source'] ?? ''}
        onChange={(source) => apply({ ...values, source })}
        options={[{ id: '', label: 'Any' }, ...['audit', 'consent', 'dataplane', 'dpia', 'dsar', 'identity', 'inventory'].map((id) => ({ id, label: id }))]}
      />
      <Button kind="primary" type="submit">
        Search
      </Button>
    </form>
  );
}

function Head() {
  const head = useQuery({ queryKey: ['audit', 'head'], queryFn: () => data(api.audit.GET('/v1/log/head')), refetchInterval: 10_000 });
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

/** Recomputes the whole log at the server; the last check that anybody asked for stands in the log itself. */
function FullCheck() {
  const { can } = useSession();
  const last = useQuery({
    queryKey: ['audit', 'last-check'],
    queryFn: async () => (await data(api.audit.GET('/v1/entries', { params: { query: { source: 'audit', objectType: 'log-verification', order: 'newest', limit: 1 } } }))).items[0] ?? null,
    refetchInterval: 30_000,
  });
  const [id, setId] = useState<string | null>(null);
  const shown = id ?? last.data?.objectId ?? null;
  const result = useQuery({
    queryKey: ['audit', 'verification', shown],
    queryFn: () => data(api.audit.GET('/v1/log/verifications/{id}', { params: { path: { id: shown! } } })),
    enabled: shown !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1000 : false),
    retry: false,
  });
  const start = useMutation({
    mutationFn: () => data(api.audit.POST('/v1/log/verifications', { params: { header: { 'Idempotency-Key': newKey() } } })),
    onSuccess: (v) => setId(v.id),
    onError: failed,
  });
  return (
    <Card
      title="Full check"
      actions={
        can('audit:verify') && (
          <Button small onPress={() => start.mutate()} isDisabled={start.isPending || result.data?.state === 'running'}>
            <ShieldCheck size={14} aria-hidden /> Check now
          </Button>
        )
      }
    >
      {shown === null ? (
        <p className="muted">Nobody has had the whole log checked yet.</p>
      ) : (
        <Loaded query={result} lines={3}>
          {(v) => (
            <div className="stack">
              {v.state === 'running' ? <Badge live tone="info">checking</Badge> : v.state === 'ok' ? <Badge tone="good">nothing was changed</Badge> : <Badge tone="bad">differences found</Badge>}
              <Facts
                items={[
                  ['Asked for by', <><PersonName key="p" id={v.requestedBy} />, <Time key="t" at={v.requestedAt} /></>],
                  v.size !== null && v.size !== undefined ? ['Entries', number.format(v.size)] : null,
                  v.firstDifference ? ['First difference', `${words(v.firstDifference.kind)}${v.firstDifference.sequence != null ? ` at entry ${v.firstDifference.sequence}` : ''}`] : null,
                ]}
              />
            </div>
          )}
        </Loaded>
      )}
    </Card>
  );
}
