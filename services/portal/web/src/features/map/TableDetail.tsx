import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../../app/session';
import { Badge, Button, Dialog, Facts, period, Select, TextInput } from '../../ui';
import { categoryName, evidenceText, useDecide, type Table, type TableView } from './model';
import { Confidence } from './Review';

const maskings: Record<string, string> = { null: 'emptied', constant: 'same value for all', pseudonym: 'pseudonym', generalise: 'made coarser' };

/** One table: what erasure does, what it is for, who gets it, and its columns. */
export function TableDetail({ id, view: { table, evidence } }: { id: string; view: TableView }) {
  const { can } = useSession();
  const decide = useDecide(id);
  const [editing, setEditing] = useState(false);
  const may = can('inventory:confirm');
  const item = { kind: 'table', key: `${table.schema}.${table.name}`, table } as const;
  return (
    <div className="table-detail">
      {may && (
        <div className="row">
          <Select
            label="On erasure"
            value={table.action}
            onChange={(action) => action !== table.action && decide.mutate({ item, table: { action } })}
            options={[
              { id: 'none', label: 'Nothing to do' },
              { id: 'delete', label: 'Delete the rows' },
              { id: 'mask', label: 'Mask personal columns' },
              ...(table.action === 'retain' ? [{ id: 'retain' as const, label: 'Keep for a legal reason' }] : []),
            ]}
          />
        </div>
      )}
      <div className="row table-facts">
        <div className="grow">
          <Facts
            items={[
              ['Purposes', <List key="p" values={table.purposes} />],
              ['Recipients', <List key="r" values={table.recipients} />],
              table.source ? ['Comes from', table.source] : null,
              table.retention ? ['Kept', `${period(table.retention.period)} from ${table.retention.trigger}: ${table.retention.article}`] : null,
              evidence.length > 0 ? ['Suggested because', evidence.map((e) => evidenceText(String(e))).join(' · ')] : null,
            ]}
          />
        </div>
        {may && (
          <Button small onPress={() => setEditing(true)}>
            <Pencil size={14} aria-hidden /> Purposes and recipients
          </Button>
        )}
      </div>
      <ul className="columns">
        {table.columns.map((c) => (
          <li key={c.name}>
            <span className="mono">{c.name}</span>
            <span className="muted small">{c.type}</span>
            <span className="grow" />
            {c.identifierKind && <Badge tone="note">{c.identifierKind}</Badge>}
            {c.masking && <Badge tone="warn">masked: {maskings[c.masking.method] ?? c.masking.method}</Badge>}
            {c.category && <Badge tone="info">{categoryName(c.category)}</Badge>}
            {c.category && <Confidence value={c.confidence} />}
            <Badge tone={c.decision === 'suggested' ? (c.category ? 'warn' : 'plain') : 'good'}>{c.decision}</Badge>
          </li>
        ))}
      </ul>
      {editing && (
        <UseDialog
          table={table}
          close={() => setEditing(false)}
          save={(change) => {
            decide.mutate({ item, table: change });
            setEditing(false);
          }}
        />
      )}
    </div>
  );
}

const List = ({ values }: { values: readonly unknown[] }) => (values.length === 0 ? <span className="muted">none recorded</span> : values.map(String).join(', '));

const lines = (text: string) => [...new Set(text.split('\n').map((l) => l.trim()).filter(Boolean))];

/** What a person who asks for a copy is told of the table (GDPR Art. 15(1)(a), (c) and (g)). */
function UseDialog({ table, close, save }: { table: Table; close: () => void; save: (change: { purposes: string[]; recipients: string[]; source: string | null }) => void }) {
  const [purposes, setPurposes] = useState(table.purposes.map(String).join('\n'));
  const [recipients, setRecipients] = useState(table.recipients.map(String).join('\n'));
  const [source, setSource] = useState(table.source ?? '');
  const wrong = (text: string) => (lines(text).length > 100 || lines(text).some((l) => l.length > 200) ? 'At most 100 lines of 200 characters each.' : undefined);
  return (
    <Dialog
      open
      onClose={close}
      title={`${table.name}: what it is for and who gets it`}
      lead="People who ask for a copy of their data read this with it."
      actions={
        <Button kind="primary" isDisabled={!!wrong(purposes) || !!wrong(recipients)} onPress={() => save({ purposes: lines(purposes), recipients: lines(recipients), source: source.trim() || null })}>
          Save
        </Button>
      }
    >
      <TextInput label="Purposes" value={purposes} onChange={setPurposes} rows={3} wrong={wrong(purposes)} hint="One a line, for example: Delivering orders" autoFocus />
      <TextInput label="Recipients" value={recipients} onChange={setRecipients} rows={3} wrong={wrong(recipients)} hint="One a line: companies, authorities, or kinds of them" />
      <TextInput label="Where the data come from" value={source} onChange={setSource} maxLength={500} hint="Empty: from the person" />
    </Dialog>
  );
}
