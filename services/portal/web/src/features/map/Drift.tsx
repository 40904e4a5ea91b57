import { useQuery } from '@tanstack/react-query';
import { CheckCircle2 } from 'lucide-react';
import { ApiProblem } from '../../api/problem';
import { Badge, Card, Empty, Loaded, Scroll, Time, words, type Tone } from '../../ui';
import { mapKey, readDrift } from './model';

const tone = (kind: string): Tone => (/added|new/.test(kind) ? 'good' : /removed|gone|dropped/.test(kind) ? 'bad' : 'warn');

/** What the last scan found differently from the confirmed map. */
export function Drift({ id }: { id: string }) {
  const drift = useQuery({ queryKey: [...mapKey(id), 'drift'], queryFn: () => readDrift(id), retry: false });
  if (drift.error instanceof ApiProblem && [404, 409].includes(drift.error.status))
    return (
      <Card>
        <Empty title="Nothing to compare with">
          <p>Confirm a map first: later scans are compared with it.</p>
        </Empty>
      </Card>
    );
  return (
    <Card title="Changes since the confirmed map" flush>
      <Loaded query={drift}>
        {(d) =>
          d.items.length === 0 ? (
            <Empty icon={CheckCircle2} title="The database is as the map says">
              <p>
                Version {d.confirmedVersion}, compared with the scan of <Time at={d.scannedAt} />.
              </p>
            </Empty>
          ) : (
            <Scroll label="Changes">
              <table className="table">
                <thead>
                  <tr>
                    <th>Change</th>
                    <th>Where</th>
                    <th>Before</th>
                    <th>Now</th>
                  </tr>
                </thead>
                <tbody>
                  {d.items.map((i, n) => (
                    <tr key={n}>
                      <td>
                        <Badge tone={tone(i.kind)}>{words(i.kind)}</Badge>
                      </td>
                      <td className="mono">
                        {i.schema}.{i.table}
                        {i.subject && `.${i.subject}`}
                      </td>
                      <td className="soft mono">{i.before ?? '–'}</td>
                      <td className="soft mono">{i.after ?? '–'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )
        }
      </Loaded>
    </Card>
  );
}
