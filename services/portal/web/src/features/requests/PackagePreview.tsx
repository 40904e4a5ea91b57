import { useMutation, useQuery } from '@tanstack/react-query';
import { ChevronRight, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { api, data } from '../../api/client';
import type { components } from '../../api/generated/dsar';
import { useSession } from '../../app/session';
import { Badge, Button, Callout, Dialog, failed, Loaded, number, Scroll, Select } from '../../ui';

type Table = components['schemas']['PreviewTable'];
type Cells = (string | null)[];

const reasons = [
  { id: 'quality-check', label: 'Checking the copy before or after it went out' },
  { id: 'question-of-the-person', label: 'The person asks about it' },
  { id: 'complaint', label: 'A complaint' },
  { id: 'authority', label: 'A question of the authority' },
] as const;
type Reason = (typeof reasons)[number]['id'];

/** What is in the package: tables, and their first rows masked. Rows in clear are asked for with a reason, which the audit log keeps. */
export function PackagePreview({ requestId }: { requestId: string }) {
  const [open, setOpen] = useState(false);
  const contents = useQuery({
    queryKey: ['dsar', 'package', requestId],
    queryFn: () => data(api.dsar.GET('/v1/requests/{id}/package', { params: { path: { id: requestId } } })),
    enabled: open,
  });
  return (
    <div className="stack-s">
      <div>
        <Button small onPress={() => setOpen(!open)} aria-expanded={open}>
          {open ? 'Close the preview' : 'Preview'}
        </Button>
      </div>
      {open && (
        <Loaded query={contents}>
          {({ tables }) => (
            <ul className="package-tables">
              {tables.map((t) => (
                <PackedTable key={t.file} requestId={requestId} table={t} />
              ))}
            </ul>
          )}
        </Loaded>
      )}
    </div>
  );
}

function PackedTable({ requestId, table }: { requestId: string; table: Table }) {
  const { can } = useSession();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const masked = useQuery({
    queryKey: ['dsar', 'package', requestId, table.file],
    queryFn: () => data(api.dsar.GET('/v1/requests/{id}/package/rows', { params: { path: { id: requestId }, query: { file: table.file } } })),
    enabled: open,
  });
  // A mutation: what was revealed is kept by no cache, and goes when the page is left or the rows are hidden.
  const reveal = useMutation({
    mutationFn: (reason: Reason) => data(api.dsar.POST('/v1/requests/{id}/package/revealed-rows', { params: { path: { id: requestId } }, body: { file: table.file, reason } })),
    onError: failed,
    onSettled: () => setAsking(false),
    gcTime: 0,
  });
  return (
    <li>
      <button type="button" className="table-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight size={15} aria-hidden className="twist-icon" />
        <span className="mono strong">{table.name}</span>
        <span className="muted small">{table.store}</span>
        <span className="grow" />
        <span className="muted small num">
          {number.format(table.rows)} {table.rows === 1 ? 'row' : 'rows'}
        </span>
      </button>
      {open && (
        <div className="package-rows stack-s">
          <div className="row">
            {reveal.data ? <Badge tone="warn">in clear, recorded in the audit log</Badge> : <Badge tone="good">masked</Badge>}
            <span className="grow" />
            {can('dsar:reveal') &&
              (reveal.data ? (
                <Button small onPress={() => reveal.reset()}>
                  <EyeOff size={14} aria-hidden /> Mask again
                </Button>
              ) : (
                <Button small onPress={() => setAsking(true)}>
                  <Eye size={14} aria-hidden /> Show in clear…
                </Button>
              ))}
          </div>
          <Loaded query={masked}>{(m) => <Rows table={table} rows={(reveal.data ?? m).rows as Cells[]} />}</Loaded>
        </div>
      )}
      {asking && <RevealDialog table={table} pending={reveal.isPending} close={() => setAsking(false)} reveal={reveal.mutate} />}
    </li>
  );
}

function Rows({ table, rows }: { table: Table; rows: Cells[] }) {
  return (
    <>
      <Scroll label={`Rows of ${table.name}`}>
        <table className="table">
          <thead>
            <tr>
              {table.columns.map((c) => (
                <th key={c.name} title={c.category ?? undefined}>
                  {c.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, n) => (
              <tr key={n}>
                {row.map((value, i) => (
                  <td key={table.columns[i]!.name} className="mono small">
                    {value ?? <span className="muted">–</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {table.rows > rows.length && <p className="muted small">The first {number.format(rows.length)} rows.</p>}
    </>
  );
}

function RevealDialog({ table, pending, close, reveal }: { table: Table; pending: boolean; close: () => void; reveal: (reason: Reason) => void }) {
  const [reason, setReason] = useState<Reason>('quality-check');
  return (
    <Dialog
      open
      onClose={close}
      title={`Show ${table.name} in clear`}
      lead="Personal data of somebody who asked for a copy."
      actions={
        <Button kind="primary" onPress={() => reveal(reason)} isDisabled={pending}>
          Show in clear
        </Button>
      }
    >
      <Select label="Reason" value={reason} onChange={setReason} options={reasons} />
      <Callout icon={<Eye size={16} aria-hidden />}>That you looked, at what and why becomes an entry of the audit log.</Callout>
    </Dialog>
  );
}
