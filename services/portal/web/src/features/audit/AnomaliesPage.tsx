import { ScanEye } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { Badge, Bones, Card, Chip, Empty, Failure, More, PageHead, Scroll, Time, usePaged } from '../../ui';
import { detectors, states } from './anomalies';

/** What the log's own detectors found unusual. */
export default function AnomaliesPage() {
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') ?? 'open';
  const found = usePaged(
    ['audit', 'anomalies', state],
    (after) => data(api.audit.GET('/v1/anomalies', { params: { query: { state: state === 'all' ? undefined : state, after, limit: 50 } } })),
    { refetchInterval: 15_000, keep: true },
  );
  return (
    <>
      <PageHead crumbs={[{ to: '/audit', label: 'Audit log' }]} title="Anomalies" lead="What the log’s own detectors found unusual, for somebody to look at." />
      <Card flush>
        <div className="toolbar chips">
          {['open', 'acknowledged', 'dismissed', 'all'].map((s) => (
            <Chip key={s} on={s === state} onChange={() => setSearch(s === 'open' ? {} : { state: s }, { replace: true })}>
              {states[s]?.label ?? 'all'}
            </Chip>
          ))}
        </div>
        {found.isError && !found.items ? (
          <Failure error={found.error} retry={() => void found.refetch()} />
        ) : !found.items ? (
          <div style={{ padding: 16 }}>
            <Bones lines={6} />
          </div>
        ) : found.items.length === 0 ? (
          <Empty icon={ScanEye} title="Nothing out of the ordinary." />
        ) : (
          <Scroll label="Anomalies">
            <table className="table cards">
              <thead>
                <tr>
                  <th>What</th>
                  <th>Who</th>
                  <th>Found</th>
                  <th>State</th>
                </tr>
              </thead>
              <tbody>
                {found.items.map((a) => (
                  <tr key={a.id}>
                    <td>
                      <Link to={`/audit/anomalies/${a.id}`} className="strong">
                        {detectors[a.detector] ?? a.detector}
                      </Link>
                    </td>
                    <td className="soft">
                      <PersonName id={a.actorId} />
                    </td>
                    <td className="soft">
                      <Time at={a.detectedAt} />
                    </td>
                    <td>
                      <Badge tone={states[a.state]!.tone}>{states[a.state]!.label}</Badge>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
        <More query={found} />
      </Card>
    </>
  );
}
