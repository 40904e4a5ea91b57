import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Badge, Bones, Card, Chip, Empty, Failure, More, number, SearchInput, usePaged, useSettled, words, type Tone } from '../../ui';
import { nameOf, tablesOf, type Table, type TableView } from './model';
import { TableDetail } from './TableDetail';

const actionTones: Record<Table['action'], Tone> = { none: 'plain', delete: 'bad', mask: 'warn', retain: 'good' };

/** Tables with their columns, personal data at a glance; the server searches names, categories, purposes and recipients. */
export function TableList({ id }: { id: string }) {
  const [params] = useSearchParams();
  const asked = params.get('q') ?? '';
  const [text, setText] = useState(asked);
  const [personal, setPersonal] = useState(false);
  const search = useSettled(text.trim());
  const { key, read } = tablesOf(id, search, personal);
  const tables = usePaged(key, read, { keep: true });
  return (
    <Card flush>
      <div className="toolbar">
        <div className="grow">
          <SearchInput label="Search tables, columns, categories, purposes, recipients" value={text} onChange={setText} />
        </div>
        <Chip on={personal} onChange={setPersonal}>
          Personal data only
        </Chip>
      </div>
      {tables.isError && !tables.items ? (
        <Failure error={tables.error} retry={() => void tables.refetch()} />
      ) : !tables.items ? (
        <div style={{ padding: 16 }}>
          <Bones lines={8} />
        </div>
      ) : tables.items.length === 0 ? (
        <Empty title="Nothing matches" />
      ) : (
        <ul className="tables" aria-busy={tables.isPlaceholderData || undefined} data-found={tables.isPlaceholderData ? undefined : search}>
          {tables.items.map((t) => (
            <TableRow key={`${t.table.schema}.${t.table.name}`} id={id} view={t} search={search} opened={asked === `${t.table.schema}.${t.table.name}`} />
          ))}
        </ul>
      )}
      <More query={tables} />
    </Card>
  );
}

function TableRow({ id, view, search, opened }: { id: string; view: TableView; search: string; opened: boolean }) {
  const { table } = view;
  const [open, setOpen] = useState(opened);
  const personal = table.columns.filter((c) => c.category).length;
  const why = found(table, search);
  return (
    <li>
      <button type="button" className="table-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight size={15} aria-hidden className="twist-icon" />
        <span className="mono strong">{nameOf(table)}</span>
        {table.subjectKind && <Badge tone="note">{table.subjectKind}</Badge>}
        {table.reference && <Badge>reference data</Badge>}
        {why && <span className="muted small truncate">{why}</span>}
        <span className="grow" />
        <span className="muted small num">{number.format(table.rowEstimate)} rows</span>
        {personal > 0 ? <Badge tone="info">{personal} personal</Badge> : <span className="muted small">no personal data</span>}
        <Badge tone={actionTones[table.action]}>{words(table.action)}</Badge>
      </button>
      {open && <TableDetail id={id} view={view} />}
    </li>
  );
}

/** Where the search was found, when the table's name does not show it. */
function found(table: Table, search: string) {
  const wanted = search.toLowerCase();
  if (wanted === '' || `${table.schema}.${table.name}`.toLowerCase().includes(wanted)) return null;
  const columns = table.columns.filter((c) => [c.name, c.category, c.identifierKind].some((v) => v?.toLowerCase().includes(wanted))).map((c) => c.name);
  const others = [...table.purposes, ...table.recipients].map(String).filter((v) => v.toLowerCase().includes(wanted));
  const all = [...columns, ...others];
  return all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ');
}
