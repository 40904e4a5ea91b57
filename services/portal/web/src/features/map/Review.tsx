import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CheckCircle2 } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { api, data, newKey } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Card, cx, Empty, Failure, failed, number, said, usePaged } from '../../ui';
import { ChangeDialog } from './ChangeDialog';
import { categoryName, evidenceText, itemOf, mapKey, nameOf, suggestionsOf, useDecide, type ColumnChange, type Item, type MapSummary } from './model';

type ColumnItem = Item & { kind: 'column' };

/** So few left on screen that the next page is fetched. */
const few = 40;
const notPersonal: ColumnChange = { category: null, identifierKind: null };

/** Suggestions one after the other, by keyboard: Enter accepts, X says "not personal", E changes, arrows move. A decision leaves the list at once; it is sent behind it. */
export function Review({ id, summary, etag }: { id: string; summary: MapSummary; etag: string }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const [all, setAll] = useState(false);
  const [at, setAt] = useState(0);
  const [editing, setEditing] = useState<ColumnItem | null>(null);
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLUListElement>(null);
  const { key, read } = suggestionsOf(id, all);
  const suggestions = usePaged(key, read, { keep: true });
  const items = (suggestions.items ?? []).map(itemOf).filter((i) => !decided.has(i.key));
  const index = Math.min(at, Math.max(0, items.length - 1));
  const current = items[index];
  const column = current?.kind === 'column' ? current : null;
  const may = can('inventory:confirm');

  const send = useDecide(id, {
    onError: ({ item }) => setDecided((before) => new Set([...before].filter((k) => k !== item.key))),
    onIdle: () => setDecided(new Set()),
  });
  const decide = (item: Item, change?: ColumnChange) => {
    setDecided((before) => new Set([...before, item.key]));
    send.mutate({ item, column: change });
  };
  const acceptAll = useMutation({
    mutationFn: (minimumConfidence: number) =>
      data(
        api.inventory.POST('/v1/data-stores/{id}/map/suggestions/accept', {
          params: { path: { id }, header: { 'If-Match': etag, 'Idempotency-Key': newKey() } },
          body: { minimumConfidence, tables: null },
        }),
      ),
    onSuccess: (r) => said(`${number.format(r.accepted)} accepted, ${number.format(r.openOnPersonalData)} left on personal data.`),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: mapKey(id) }),
  });

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = suggestions;
  useEffect(() => {
    if (items.length < few && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [items.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [index, items.length]);

  const onKey = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const act: Record<string, () => void> = {
      ArrowDown: () => setAt(Math.min(index + 1, items.length - 1)),
      j: () => setAt(Math.min(index + 1, items.length - 1)),
      ArrowUp: () => setAt(Math.max(index - 1, 0)),
      k: () => setAt(Math.max(index - 1, 0)),
      Enter: () => may && current && decide(current),
      x: () => may && column && decide(column, notPersonal),
      e: () => may && column && setEditing(column),
    };
    if (act[e.key]) {
      e.preventDefault();
      act[e.key]!();
    }
  };

  return (
    <Card
      title="Suggestions to decide"
      hint={`${number.format(all ? summary.open : summary.openOnPersonalData)} open`}
      actions={
        <div className="row">
          <Button small kind="quiet" onPress={() => setAll(!all)}>
            {all ? 'Personal data only' : 'All columns'}
          </Button>
          {may && items.length > 0 && (
            <Button small onPress={() => acceptAll.mutate(0.8)} isDisabled={acceptAll.isPending || send.isPending}>
              Accept all from 80 %
            </Button>
          )}
        </div>
      }
      flush
    >
      {suggestions.isError && !suggestions.items ? (
        <Failure error={suggestions.error} retry={() => void suggestions.refetch()} />
      ) : !suggestions.items || (items.length === 0 && (hasNextPage || send.isPending)) ? (
        <div style={{ padding: 16 }}>
          <Bones lines={8} />
        </div>
      ) : items.length === 0 ? (
        <Empty icon={CheckCircle2} title="Everything is decided" />
      ) : (
        <>
          <p className="review-keys muted small">
            <kbd>↑</kbd> <kbd>↓</kbd> move <kbd>Enter</kbd> accept <kbd>X</kbd> not personal <kbd>E</kbd> change
          </p>
          <ul ref={list} className="review" role="listbox" aria-label="Suggestions" tabIndex={0} onKeyDown={onKey} aria-activedescendant={current && `s-${current.key}`}>
            {items.map((item, i) => (
              <li key={item.key} id={`s-${item.key}`} role="option" aria-selected={i === index} className={cx('suggestion', i === index && 'current')} onClick={() => setAt(i)} onDoubleClick={() => may && item.kind === 'column' && setEditing(item)}>
                <Suggestion item={item} current={i === index} />
              </li>
            ))}
          </ul>
          {may && current && (
            <div className="row review-foot">
              <Button kind="primary" onPress={() => decide(current)}>
                Accept
              </Button>
              {column && (
                <>
                  <Button onPress={() => decide(column, notPersonal)}>Not personal</Button>
                  <Button onPress={() => setEditing(column)}>Change…</Button>
                </>
              )}
            </div>
          )}
        </>
      )}
      {editing && (
        <ChangeDialog
          table={editing.table}
          column={editing.column}
          close={() => setEditing(null)}
          save={(change) => {
            decide(editing, change);
            setEditing(null);
          }}
        />
      )}
    </Card>
  );
}

function Suggestion({ item, current }: { item: Item; current: boolean }) {
  switch (item.kind) {
    case 'column':
      return (
        <>
          <span className="mono">
            <span className="muted">{nameOf(item.table)}.</span>
            <span className="strong">{item.column.name}</span>
          </span>
          <span className="muted small">{item.column.type}</span>
          <span className="grow" />
          {item.column.identifierKind && <Badge tone="note">{item.column.identifierKind}</Badge>}
          {item.column.category ? <Badge tone="info">{categoryName(item.column.category)}</Badge> : <Badge>not personal</Badge>}
          <Confidence value={item.column.confidence} />
          {current && item.column.evidence.length > 0 && <p className="evidence muted small">{item.column.evidence.map((e) => evidenceText(String(e))).join(' · ')}</p>}
        </>
      );
    case 'table':
      return (
        <>
          <span className="mono strong">{nameOf(item.table)}</span>
          <span className="muted small">table</span>
          <span className="grow" />
          {item.table.subjectKind && <Badge tone="note">each row is a {item.table.subjectKind}</Badge>}
          <Badge tone="warn">on erasure: {item.table.action}</Badge>
        </>
      );
    case 'reference':
      return (
        <>
          <span className="mono strong">{item.reference.name}</span>
          <span className="muted small">
            {item.reference.from.table} → {item.reference.to.table}
          </span>
          <span className="grow" />
          {item.reference.followToChildren && <Badge tone="info">plans follow to {item.reference.from.table}</Badge>}
          {item.reference.followToParent && <Badge tone="info">plans follow to {item.reference.to.table}</Badge>}
        </>
      );
  }
}

export function Confidence({ value }: { value: number }) {
  const percent = Math.round(value * 100);
  return (
    <span className="confidence" title={`${percent} % sure`}>
      <span className="bar" aria-hidden>
        <span style={{ width: `${percent}%` }} />
      </span>
      <span className="num small muted">{percent} %</span>
    </span>
  );
}
