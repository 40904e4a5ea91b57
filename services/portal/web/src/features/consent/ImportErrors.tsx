import { api, data } from '../../api/client';
import type { components } from '../../api/generated/consent';
import { Bones, Card, Failure, More, number, Scroll, usePaged, words } from '../../ui';
import { lineFaults } from './importData';

type Fault = components['schemas']['ImportErrorResponse'];

/** Each line that was not taken over, by its number in the file. What it said is not kept. */
export function ImportErrors({ id, total }: { id: string; total: number }) {
  const faults = usePaged<Fault>(['consent', 'imports', 'errors', id], (after) =>
    data(api.consent.GET('/v1/imports/{id}/errors', { params: { path: { id }, query: { after: after ? Number(after) : undefined, limit: 100 } } })),
  );
  return (
    <Card title="Rejected lines" hint={number.format(total)} flush>
      {faults.isError && !faults.items ? (
        <Failure error={faults.error} retry={() => void faults.refetch()} />
      ) : !faults.items ? (
        <div className="c-pad">
          <Bones />
        </div>
      ) : (
        <Scroll label="Rejected lines">
          <table className="table">
            <thead>
              <tr>
                <th className="right fit">Line</th>
                <th>Field</th>
                <th>What is wrong</th>
              </tr>
            </thead>
            <tbody>
              {faults.items.map((f) => (
                <tr key={f.line}>
                  <td className="right num fit">{number.format(f.line)}</td>
                  <td className="mono small">{f.field ?? '–'}</td>
                  <td>{lineFaults[f.code] ?? words(f.code)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More query={faults} />
    </Card>
  );
}
