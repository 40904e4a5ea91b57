import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CheckCircle2 } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { api, data, newKey } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Button, Card, cx, Dialog, Empty, failed, number, said, TextInput } from '../../ui';
import { accept, categories, decideColumn, mapKey, nameOf, openItems, type Item, type MapView } from './model';

type ColumnItem = Item & { kind: 'column' };

/** Suggestions one after the other, by keyboard: Enter accepts, X says "not personal", E changes, arrows move. */
export function Review({ id, view, etag }: { id: string; view: MapView; etag: string }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const [all, setAll] = useState(false);
  const [at, setAt] = useState(0);
  const [editing, setEditing] = useState<ColumnItem | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const items = openItems(view.map, all);
  const index = Math.min(at, Math.max(0, items.length - 1));
  const current = items[index];
  const column = current?.kind === 'column' ? current : null;
  const may = can('inventory:confirm');

  const refresh = () => queries.invalidateQueries({ queryKey: mapKey(id) });
  const decide = useMutation({
    mutationFn: ({ item, body }: { item: Item; body?: { category: string | null; identifierKind: string | null } }): Promise<unknown> =>
      body && item.kind === 'column' ? decideColumn(id, etag, item, body) : accept(id, etag, item),
    onError: failed,
    onSettled: refresh,
  });
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
    onSettled: refresh,
  });

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
      Enter: () => may && current && !decide.isPending && decide.mutate({ item: current }),
      x: () => may && column && !decide.isPending && decide.mutate({ item: column, body: { category: null, identifierKind: null } }),
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
      hint={`${number.format(items.length)} open`}
      actions={
        <div className="row">
          <Button small kind="quiet" onPress={() => setAll(!all)}>
            {all ? 'Personal data only' : 'All columns'}
          </Button>
          {may && items.length > 0 && (
            <Button small onPress={() => acceptAll.mutate(0.8)} isDisabled={acceptAll.isPending}>
              Accept all from 80 %
            </Button>
          )}
        </div>
      }
      flush
    >
      {items.length === 0 ? (
        <Empty icon={CheckCircle2} title="Everything is decided" />
      ) : (
        <>
          <p className="review-keys muted small">
            <kbd>↑</kbd> <kbd>↓</kbd> move <kbd>Enter</kbd> accept <kbd>X</kbd> not personal <kbd>E</kbd> change
          </p>
          <ul ref={list} className="review" role="listbox" aria-label="Suggestions" tabIndex={0} onKeyDown={onKey} aria-activedescendant={current && `s-${current.key}`}>
            {items.slice(0, 400).map((item, i) => (
              <li key={item.key} id={`s-${item.key}`} role="option" aria-selected={i === index} className={cx('suggestion', i === index && 'current')} onClick={() => setAt(i)} onDoubleClick={() => may && item.kind === 'column' && setEditing(item)}>
                <Suggestion item={item} current={i === index} />
              </li>
            ))}
          </ul>
          {may && current && (
            <div className="review-foot row">
              <Button kind="primary" onPress={() => decide.mutate({ item: current })} isDisabled={decide.isPending}>
                Accept
              </Button>
              {column && (
                <>
                  <Button onPress={() => decide.mutate({ item: column, body: { category: null, identifierKind: null } })} isDisabled={decide.isPending}>
                    Not personal
                  </Button>
                  <Button onPress={() => setEditing(column)}>Change…</Button>
                </>
              )}
            </div>
          )}
        </>
      )}
      {editing && (
        <Change
          item={editing}
          close={() => setEditing(null)}
          save={(body) => {
            decide.mutate({ item: editing, body });
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
          {item.column.category ? <Badge tone="info">{item.column.category}</Badge> : <Badge>not personal</Badge>}
          <Confidence value={item.column.confidence} />
          {current && item.column.evidence.length > 0 && <p className="evidence muted small">{item.column.evidence.map(String).join(' · ')}</p>}
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

function Change({ item, close, save }: { item: ColumnItem; close: () => void; save: (body: { category: string | null; identifierKind: string | null }) => void }) {
  const [category, setCategory] = useState(item.column.category ?? '');
  const [kind, setKind] = useState(item.column.identifierKind ?? '');
  return (
    <Dialog
      open
      onClose={close}
      title={`${nameOf(item.table)}.${item.column.name}`}
      lead="What the column holds. Empty: not personal data."
      actions={
        <Button kind="primary" onPress={() => save({ category: category.trim() || null, identifierKind: kind.trim() || null })}>
          Save
        </Button>
      }
    >
      <TextInput label="Category" value={category} onChange={setCategory} autoFocus hint="For example user.contact.email" />
      <div className="chips">
        {categories
          .filter((c) => c.includes(category) || category === '' || categories.includes(category))
          .slice(0, 12)
          .map((c) => (
            <Button key={c} small kind={c === category ? 'primary' : 'plain'} onPress={() => setCategory(c)}>
              {c}
            </Button>
          ))}
      </div>
      <TextInput label="Identifies the person as" value={kind} onChange={setKind} hint="For example email, customer-number; empty when it does not" />
    </Dialog>
  );
}
