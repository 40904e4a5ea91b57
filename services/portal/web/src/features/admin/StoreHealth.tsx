import { useQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import type { components } from '../../api/generated/inventory';
import { useSession } from '../../app/session';
import { Badge, Bones, Card, Empty, Failure, More, number, Scroll, Time, usePaged, words } from '../../ui';

type Store = components['schemas']['DataStoreView'];

/** Whether each database could be read when it was last tried, and what waits there. */
export function StoreHealth() {
  const { can } = useSession();
  const stores = usePaged<Store>(['inventory', 'stores', 'health'], (after) => data(api.inventory.GET('/v1/data-stores', { params: { query: { after, limit: 100 } } })), { refetchInterval: 10_000 });
  const givenUp = useQuery({
    queryKey: ['dataplane', 'jobs', 'given-up'],
    queryFn: () => data(api.dataplane.GET('/v1/jobs', { params: { query: { state: 'failed', limit: 200 } } })).then((p) => p.items),
    enabled: can('dataplane:read'),
    refetchInterval: 10_000,
  });
  const jobs = (id: string) => givenUp.data?.filter((j) => j.dataStoreId === id).length ?? 0;
  return (
    <Card title="Data stores" hint="as the last scan found them" flush>
      {stores.isError && !stores.items ? (
        <Failure error={stores.error} retry={() => void stores.refetch()} />
      ) : !stores.items ? (
        <div style={{ padding: 16 }}>
          <Bones />
        </div>
      ) : stores.items.length === 0 ? (
        <Empty icon={Database} title="No data store is connected" />
      ) : (
        <Scroll label="Health of data stores">
          <table className="table cards">
            <thead>
              <tr>
                <th>Store</th>
                <th>Health</th>
                <th>Last scan</th>
                <th>Secret</th>
                <th>Jobs given up</th>
              </tr>
            </thead>
            <tbody>
              {stores.items.map((s) => (
                <tr key={s.id}>
                  <td>
                    <Link to={`/map/${s.id}`} className="strong">
                      {s.name}
                    </Link>{' '}
                    <span className="muted small">
                      {s.kind}, {s.region}
                    </span>
                  </td>
                  <td>
                    <Health store={s} />
                  </td>
                  <td className="soft">{s.lastScan ? <Time at={s.lastScan.finishedAt ?? s.lastScan.requestedAt} /> : '–'}</td>
                  <td className="mono small wrap-any">{s.secretReference}</td>
                  <td>
                    {jobs(s.id) === 0 ? (
                      <span className="muted">none</span>
                    ) : (
                      <Link to={`/admin/jobs?state=failed&store=${s.id}`}>
                        <Badge tone="bad">{number.format(jobs(s.id))}</Badge>
                      </Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More query={stores} />
    </Card>
  );
}

function Health({ store: { lastScan, drift } }: { store: Store }) {
  if (!lastScan) return <Badge>never scanned</Badge>;
  if (lastScan.state === 'requested') return <Badge tone="info" live>being scanned</Badge>;
  if (lastScan.state === 'failed') return <Badge tone="bad" dot>{words(lastScan.code ?? 'failed')}</Badge>;
  return (
    <span className="chips">
      <Badge tone="good" dot>
        reachable
      </Badge>
      {lastScan.gaps.length > 0 && <Badge tone="warn">{number.format(lastScan.gaps.length)} tables unreadable</Badge>}
      {drift > 0 && <Badge tone="warn">drifted</Badge>}
    </span>
  );
}
