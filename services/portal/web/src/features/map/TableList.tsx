import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useSession } from '../../app/session';
import { Badge, Button, Card, Chip, Empty, failed, number, period, SearchInput, Select, words, type Tone } from '../../ui';
import { decideTable, mapKey, nameOf, type MapView, type Table } from './model';
import { Confidence } from './Review';

const actionTones: Record<Table['action'], Tone> = { none: 'plain', delete: 'bad', mask: 'warn', retain: 'good' };
const page = 60;

/** Tables with their columns, personal data at a glance; the search looks at everything. */
export function TableList({ id, view, etag }: { id: string; view: MapView; etag: string }) {
  const [text, setText] = useState('');
  const [personal, setPersonal] = useState(false);
  const [shown, setShown] = useState(page);
  const tables = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return view.map.tables
      .filter((t) => !personal || t.columns.some((c) => c.category))
      .filter(
        (t) =>
          wanted === '' ||
          nameOf(t).toLowerCase().includes(wanted) ||
          [...t.purposes, ...t.recipients].some((p) => String(p).toLowerCase().includes(wanted)) ||
          t.columns.some((c) => c.name.toLowerCase().includes(wanted) || c.category?.includes(wanted)),
      );
  }, [view, text, personal]);
  return (
    <Card flush>
      <div className="toolbar">
        <div className="grow">
          <SearchInput label="Search tables, columns, categories, purposes, recipients" value={text} onChange={(v) => (setText(v), setShown(page))} />
        </div>
        <Chip on={personal} onChange={setPersonal}>
          Personal data only
        </Chip>
      </div>
      {tables.length === 0 ? (
        <Empty title="Nothing matches" />
      ) : (
        <ul className="tables">
          {tables.slice(0, shown).map((t) => (
            <TableRow key={`${t.schema}.${t.name}`} id={id} table={t} etag={etag} evidence={view.tableEvidence[`${t.schema}.${t.name}`] ?? []} />
          ))}
        </ul>
      )}
      {tables.length > shown && (
        <div style={{ display: 'grid', placeItems: 'center', padding: 12 }}>
          <Button onPress={() => setShown(shown + page)}>Show more ({number.format(tables.length - shown)})</Button>
        </div>
      )}
    </Card>
  );
}

function TableRow({ id, table, etag, evidence }: { id: string; table: Table; etag: string; evidence: readonly unknown[] }) {
  const [open, setOpen] = useState(false);
  const personal = table.columns.filter((c) => c.category).length;
  return (
    <li>
      <button type="button" className="table-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight size={15} aria-hidden className="twist-icon" />
        <span className="mono strong">{nameOf(table)}</span>
        {table.subjectKind && <Badge tone="note">{table.subjectKind}</Badge>}
        {table.reference && <Badge>reference data</Badge>}
        <span className="grow" />
        <span className="muted small num">{number.format(table.rowEstimate)} rows</span>
        {personal > 0 ? <Badge tone="info">{personal} personal</Badge> : <span className="muted small">no personal data</span>}
        <Badge tone={actionTones[table.action]}>{words(table.action)}</Badge>
      </button>
      {open && <TableDetail id={id} table={table} etag={etag} evidence={evidence} />}
    </li>
  );
}

function TableDetail({ id, table, etag, evidence }: { id: string; table: Table; etag: string; evidence: readonly unknown[] }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: (action: Table['action']) => decideTable(id, etag, table, action),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: mapKey(id) }),
  });
  return (
    <div className="table-detail">
      <div className="row">
        {can('inventory:confirm') ? (
          <Select
            label="On erasure"
            value={table.action}
            onChange={(a) => a !== table.action && decide.mutate(a)}
            options={[
              { id: 'none', label: 'Nothing to do' },
              { id: 'delete', label: 'Delete the rows' },
              { id: 'mask', label: 'Mask personal columns' },
              ...(table.action === 'retain' ? [{ id: 'retain' as const, label: 'Keep for a legal reason' }] : []),
            ]}
          />
        ) : null}
        {table.retention && (
          <p className="soft small">
            Kept {period(table.retention.period)} from {table.retention.trigger}: {table.retention.article}
          </p>
        )}
      </div>
      {(table.purposes.length > 0 || table.recipients.length > 0) && (
        <p className="small soft">
          {table.purposes.length > 0 && <>Purposes: {table.purposes.map(String).join(', ')}. </>}
          {table.recipients.length > 0 && <>Recipients: {table.recipients.map(String).join(', ')}.</>}
        </p>
      )}
      {evidence.length > 0 && <p className="muted small">{evidence.map(String).join(' · ')}</p>}
      <ul className="columns">
        {table.columns.map((c) => (
          <li key={c.name}>
            <span className="mono">{c.name}</span>
            <span className="muted small">{c.type}</span>
            <span className="grow" />
            {c.identifierKind && <Badge tone="note">{c.identifierKind}</Badge>}
            {c.masking && <Badge tone="warn">mask: {c.masking.method}</Badge>}
            {c.category && <Badge tone="info">{c.category}</Badge>}
            {c.category && <Confidence value={c.confidence} />}
            <Badge tone={c.decision === 'suggested' ? (c.category ? 'warn' : 'plain') : 'good'}>{c.decision}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}
