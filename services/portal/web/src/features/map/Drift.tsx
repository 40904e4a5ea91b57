import { CheckCircle2 } from 'lucide-react';
import { ApiProblem } from '../../api/problem';
import { Badge, Bones, Card, Empty, Failure, More, Scroll, Time, usePaged, words, type Tone } from '../../ui';
import { mapKey, readDrift, type Change, type MapSummary } from './model';

const tone = (kind: string): Tone => (/added|new/.test(kind) ? 'good' : /removed|gone|dropped/.test(kind) ? 'bad' : 'warn');

/** What the last scan found differently from the confirmed map. */
export function Drift({ id, summary }: { id: string; summary: MapSummary }) {
  const drift = usePaged<Change>([...mapKey(id), 'drift'], (after, signal) => readDrift(id, after, signal));
  if (drift.error instanceof ApiProblem && drift.error.status === 404)
    return (
      <Card>
        <Empty title="Nothing to compare with">
          <p>Confirm a map first: later scans are compared with it.</p>
        </Empty>
      </Card>
    );
  return (
    <Card title="Changes since the confirmed map" flush>
      {drift.items ? (
        drift.items.length === 0 ? (
          <Empty icon={CheckCircle2} title="The database is as the map says">
            <p>
              Version {summary.confirmedVersion}, compared with the scan of <Time at={summary.scannedAt} />.
            </p>
          </Empty>
        ) : (
          <Changes items={drift.items} />
        )
      ) : drift.isError ? (
        <Failure error={drift.error} retry={() => void drift.refetch()} />
      ) : (
        <div style={{ padding: 16 }}>
          <Bones lines={6} />
        </div>
      )}
      <More query={drift} />
    </Card>
  );
}

const Changes = ({ items }: { items: Change[] }) => (
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
        {items.map((i) => (
          <tr key={[i.schema, i.table, i.subject, i.kind, i.before, i.after].join('\u0000')}>
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
);
