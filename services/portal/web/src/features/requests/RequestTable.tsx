import { ArrowDown } from 'lucide-react';
import { memo, useCallback, type Dispatch, type SetStateAction } from 'react';
import { Link, useNavigate } from 'react-router';
import { PersonName } from '../../api/people';
import { CopyText, Scroll, Time } from '../../ui';
import { Due, shortId, StateBadge, types, type RequestItem } from './model';

interface TableProps {
  /** The filter that these rows belong to; nothing while another is being read. */
  shown: string | undefined;
  items: RequestItem[];
  /** Null when the user may not act on several. */
  selected: ReadonlySet<string> | null;
  select: Dispatch<SetStateAction<ReadonlySet<string>>>;
  byDue: boolean;
  sort: (by: string) => void;
}

export function RequestTable({ shown, items, selected, select, byDue, sort }: TableProps) {
  const toggle = useCallback(
    (id: string) =>
      select((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [select],
  );
  const all = selected !== null && items.every((i) => selected.has(i.id));
  return (
    <Scroll label="Requests">
      <table className="table cards" data-shown={shown} aria-busy={shown === undefined}>
        <thead>
          <tr>
            {selected && (
              <th className="fit">
                <input type="checkbox" className="check-box" aria-label="Select all shown" checked={all} onChange={() => select(all ? new Set() : new Set(items.map((i) => i.id)))} />
              </th>
            )}
            <th>Request</th>
            <th>State</th>
            <th aria-sort={byDue ? 'ascending' : undefined}>
              <button type="button" className="sort" aria-pressed={byDue} onClick={() => sort('dueOn')}>
                Due {byDue && <ArrowDown size={12} aria-hidden />}
              </button>
            </th>
            <th>Person</th>
            <th>Assigned to</th>
            <th aria-sort={byDue ? undefined : 'descending'}>
              <button type="button" className="sort" aria-pressed={!byDue} onClick={() => sort('receivedAt')}>
                Received {!byDue && <ArrowDown size={12} aria-hidden />}
              </button>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((r) => (
            <Row key={r.id} request={r} selected={selected?.has(r.id) ?? null} toggle={toggle} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface RowProps {
  request: RequestItem;
  /** Null when there is nothing to select. */
  selected: boolean | null;
  toggle: (id: string) => void;
}

/** Drawn once: a page more, or another row selected, does not draw it again. */
const Row = memo(function Row({ request: r, selected, toggle }: RowProps) {
  const navigate = useNavigate();
  return (
    <tr
      data-link
      data-selected={selected || undefined}
      onClick={(e) => {
        if (!(e.target as HTMLElement).closest('a, button, input')) void navigate(`/requests/${r.id}`);
      }}
    >
      {selected !== null && (
        <td className="fit">
          <input type="checkbox" className="check-box" aria-label={`Select request ${shortId(r.id)}`} checked={selected} onChange={() => toggle(r.id)} />
        </td>
      )}
      <td>
        <Link to={`/requests/${r.id}`} className="strong">
          {types[r.type]}
        </Link>{' '}
        <span className="muted mono">{shortId(r.id)}</span> {r.regime !== 'gdpr' && <span className="muted small">{r.regime}</span>}
      </td>
      <td>
        <StateBadge state={r.state} />
      </td>
      <td>
        <Due on={r.dueOn} state={r.state} paused={r.paused} />
      </td>
      <td>
        <CopyText value={r.pseudonym} label="pseudonym" />
      </td>
      <td className="soft">
        <PersonName id={r.assignedTo} />
      </td>
      <td className="soft">
        <Time at={r.receivedAt} />
      </td>
    </tr>
  );
});
