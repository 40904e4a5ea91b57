import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CheckCircle2, RotateCcw } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import type { components } from '../../api/generated/dataplane';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Card, Chip, CopyText, Empty, Failure, failed, More, said, Scroll, Time, usePaged, words, type Tone } from '../../ui';

type Job = components['schemas']['JobResponse'];
type State = components['schemas']['JobState'];

const states: Record<State, { label: string; tone: Tone }> = {
  queued: { label: 'waits', tone: 'plain' },
  running: { label: 'running', tone: 'info' },
  completed: { label: 'done', tone: 'good' },
  failed: { label: 'given up', tone: 'bad' },
};
const kinds: Record<Job['kind'], string> = { scan: 'Scan', prepare: 'Plan: count and check', execute: 'Plan: carry out' };

/** What the data plane works on: scans, plans being counted, plans being carried out. */
export function Jobs() {
  const { can } = useSession();
  const [search, setSearch] = useSearchParams();
  const state = (search.get('state') ?? undefined) as State | undefined;
  const dataStoreId = search.get('store') ?? undefined;
  const jobs = usePaged<Job>(
    ['dataplane', 'jobs', state, dataStoreId],
    (after) => data(api.dataplane.GET('/v1/jobs', { params: { query: { state, dataStoreId, after, limit: 50 } } })),
    { refetchInterval: 4000, keep: true },
  );
  const change = (next: Record<string, string | undefined>) =>
    setSearch(Object.entries({ state, store: dataStoreId, ...next }).filter((e): e is [string, string] => e[1] !== undefined), { replace: true });
  return (
    <>
      <Card title="Work at the data stores" flush>
        <div className="toolbar chips" role="group" aria-label="State">
          {(Object.keys(states) as State[]).map((s) => (
            <Chip key={s} on={s === state} onChange={(on) => change({ state: on ? s : undefined })}>
              {states[s].label}
            </Chip>
          ))}
          {dataStoreId && (
            <Chip on onChange={() => change({ store: undefined })}>
              one store only
            </Chip>
          )}
        </div>
        {jobs.isError && !jobs.items ? (
          <Failure error={jobs.error} retry={() => void jobs.refetch()} />
        ) : !jobs.items ? (
          <div style={{ padding: 16 }}>
            <Bones lines={6} />
          </div>
        ) : jobs.items.length === 0 ? (
          <Empty icon={CheckCircle2} title="No job is in this state." />
        ) : (
          <JobTable jobs={jobs.items} />
        )}
        <More query={jobs} />
      </Card>
      {can('consent:govern') && (
        <p className="small soft">
          Imports of consents are under <Link to="/consent/imports">Consent</Link>.
        </p>
      )}
    </>
  );
}

function JobTable({ jobs }: { jobs: Job[] }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: (id: string) => data(api.dataplane.POST('/v1/jobs/{id}/retry', { params: { path: { id } } })),
    onSuccess: () => said('It is tried again.'),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['dataplane'] }),
  });
  const names = useStoreNames();
  return (
    <Scroll label="Jobs">
      <table className="table cards">
        <thead>
          <tr>
            <th>Job</th>
            <th>State</th>
            <th>Store</th>
            <th>For</th>
            <th>Since</th>
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((j) => (
            <tr key={j.id}>
              <td>
                <span className="strong">{kinds[j.kind]}</span> {j.attempts > 1 && <span className="muted small">attempt {j.attempts}</span>}
              </td>
              <td>
                <Badge tone={states[j.state].tone} live={j.state === 'running'}>
                  {states[j.state].label}
                </Badge>{' '}
                {j.lastCode && <span className="muted small">{words(j.lastCode)}</span>}
                {j.nextAttemptAt && j.attempts > 0 && (
                  <span className="muted small">
                    , again <Time at={j.nextAttemptAt} style="relative" />
                  </span>
                )}
              </td>
              <td>{names.get(j.dataStoreId) ? <Link to={`/map/${j.dataStoreId}`}>{names.get(j.dataStoreId)}</Link> : <CopyText value={j.dataStoreId} label="store" />}</td>
              <td>{!j.requestId ? <span className="muted">–</span> : can('dsar:read') ? <Link to={`/requests/${j.requestId}`}>request {j.requestId.slice(-6).toUpperCase()}</Link> : <CopyText value={j.requestId} label="request" />}</td>
              <td className="soft">
                <Time at={j.finishedAt ?? j.createdAt} />
              </td>
              <td className="fit">
                {j.state === 'failed' && can('dataplane:operate') && (
                  <Button small onPress={() => again.mutate(j.id)} isDisabled={again.isPending}>
                    <RotateCcw size={14} aria-hidden /> Try again
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function useStoreNames() {
  const { can } = useSession();
  const stores = useQuery({
    queryKey: ['inventory', 'store-names'],
    queryFn: () => data(api.inventory.GET('/v1/data-stores', { params: { query: { limit: 200 } } })).then((p) => p.items),
    enabled: can('inventory:read'),
    staleTime: 60_000,
  });
  return new Map(stores.data?.map((s) => [s.id, s.name]));
}
