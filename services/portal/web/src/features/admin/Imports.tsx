import { CheckCircle2 } from 'lucide-react';
import { api, data } from '../../api/client';
import { Badge, Bones, Card, CopyText, Empty, Failure, More, number, Scroll, Time, usePaged, words, type Tone } from '../../ui';

const tone = (state: string): Tone => (/fail/i.test(state) ? 'bad' : /complet|done/i.test(state) ? 'good' : 'info');

/** Consents taken over from elsewhere. */
export function Imports() {
  const imports = usePaged(['consent', 'imports'], (after) => data(api.consent.GET('/v1/imports', { params: { query: { after, limit: 20 } } })), { refetchInterval: 5000 });
  return (
    <Card title="Imports of consents" flush>
      {imports.isError && !imports.items ? (
        <Failure error={imports.error} retry={() => void imports.refetch()} />
      ) : !imports.items ? (
        <div style={{ padding: 16 }}>
          <Bones lines={3} />
        </div>
      ) : imports.items.length === 0 ? (
        <Empty icon={CheckCircle2} title="Nothing was imported." />
      ) : (
        <Scroll label="Imports">
          <table className="table cards">
            <thead>
              <tr>
                <th>Import</th>
                <th>State</th>
                <th className="right">Taken over</th>
                <th>Since</th>
              </tr>
            </thead>
            <tbody>
              {imports.items.map((i) => (
                <tr key={i.id}>
                  <td>
                    <CopyText value={i.id} label="import" length={14} />
                  </td>
                  <td>
                    <Badge tone={tone(i.state)}>{words(i.state)}</Badge>
                  </td>
                  <td className="right num">{number.format(i.imported)}</td>
                  <td className="soft">
                    <Time at={i.createdAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More query={imports} />
    </Card>
  );
}
