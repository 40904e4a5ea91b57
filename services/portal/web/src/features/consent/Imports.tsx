import { FileUp, Upload } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, data } from '../../api/client';
import { Badge, Bones, Button, Card, Empty, Failure, More, number, Scroll, Time, usePaged } from '../../ui';
import { ImportDialog } from './ImportDialog';
import { importStates, isUnderWay, percentOf, type Import } from './importData';

/** Consents taken over from another system, file by file, the latest first. */
export function Imports() {
  const navigate = useNavigate();
  const [sending, setSending] = useState(false);
  const imports = usePaged<Import>(['consent', 'imports'], (after) => data(api.consent.GET('/v1/imports', { params: { query: { after, limit: 50, newest: true } } })), { refetchInterval: 5000 });
  return (
    <Card flush>
      <div className="toolbar">
        <p className="grow soft">What people answered elsewhere, taken over with its time and its evidence. A line that was taken over before is not taken over twice.</p>
        <Button kind="primary" onPress={() => setSending(true)}>
          <Upload size={16} aria-hidden /> Import a file
        </Button>
      </div>
      {imports.isError && !imports.items ? (
        <Failure error={imports.error} retry={() => void imports.refetch()} />
      ) : !imports.items ? (
        <div className="c-pad">
          <Bones />
        </div>
      ) : imports.items.length === 0 ? (
        <Empty icon={FileUp} title="Nothing was imported yet">
          <p>A file names a person, a purpose, what they answered and when, one answer to a line.</p>
        </Empty>
      ) : (
        <ImportTable items={imports.items} />
      )}
      <More query={imports} />
      {sending && <ImportDialog close={() => setSending(false)} done={(i) => void navigate(`/consent/imports/${i.id}`)} />}
    </Card>
  );
}

const ImportTable = ({ items }: { items: Import[] }) => (
  <Scroll label="Imports">
    <table className="table cards">
      <thead>
        <tr>
          <th>Received</th>
          <th>From</th>
          <th>State</th>
          <th className="right">Lines</th>
          <th className="right">Taken over</th>
          <th className="right">Rejected</th>
        </tr>
      </thead>
      <tbody>
        {items.map((i) => (
          <tr key={i.id}>
            <td>
              <Link to={`/consent/imports/${i.id}`} className="strong">
                <Time at={i.createdAt} />
              </Link>
            </td>
            <td className="wrap-any">{i.source}</td>
            <td>
              <Badge tone={importStates[i.state].tone} live={isUnderWay(i)}>
                {importStates[i.state].label}
              </Badge>{' '}
              {i.state === 'running' && <span className="muted small num">{percentOf(i)}%</span>}
            </td>
            <td className="right num">{number.format(i.lines)}</td>
            <td className="right num">{number.format(i.imported)}</td>
            <td className="right num">{i.rejected > 0 ? <Badge tone="warn">{number.format(i.rejected)}</Badge> : <span className="muted">none</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);
