import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CheckCircle2 } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { api, data, newKey } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Button, Card, cx, Dialog, Empty, failed, number, said, TextInput } from '../../ui';
import { categories, decideColumn, mapKey, nameOf, openItems, type Item, type MapView } from './model';

/** Suggestions one after the other, by keyboard: Enter accepts, X says "not personal", E changes, arrows move. */
export function Review({ id, view, etag }: { id: string; view: MapView; etag: string }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const [all, setAll] = useState(false);
  const [at, setAt] = useState(0);
  const [editing, setEditing] = useState<Item | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const items = openItems(view.map, all);
  const index = Math.min(at, Math.max(0, items.length - 1));
  const current = items[index];
  const may = can('inventory:confirm');

  const refresh = () => queries.invalidateQueries({ queryKey: mapKey(id) });
  const decide = useMutation({
    mutationFn: ({ item, body }: { item: Item; body: { category?: string | null; identifierKind?: string | null } }) => decideColumn(id, etag, item, body),
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
      Enter: () => may && current && !decide.isPending && decide.mutate({ item: current, body: {} }),
      x: () => may && current && !decide.isPending && decide.mutate({ item: current, body: { category: null, identifierKind: null } }),
      e: () => may && current && setEditing(current),
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
              <li key={item.key} id={`s-${item.key}`} role="option" aria-selected={i === index} className={cx('suggestion', i === index && 'current')} onClick={() => setAt(i)} onDoubleClick={() => may && setEditing(item)}>
                <span className="mono">
                  <span className="muted">{nameOf(item.table)}.</span>
                  <span className="strong">{item.column.name}</span>
                </span>
                <span className="muted small">{item.column.type}</span>
                <span className="grow" />
                {item.column.identifierKind && <Badge tone="note">{item.column.identifierKind}</Badge>}
                {item.column.category ? <Badge tone="info">{item.column.category}</Badge> : <Badge>not personal</Badge>}
                <Confidence value={item.column.confidence} />
                {i === index && item.column.evidence.length > 0 && <p className="evidence muted small">{item.column.evidence.map(String).join(' · ')}</p>}
              </li>
            ))}
          </ul>
          {may && current && (
            <div className="review-foot row">
              <Button kind="primary" onPress={() => decide.mutate({ item: current, body: {} })} isDisabled={decide.isPending}>
                Accept
              </Button>
              <Button onPress={() => decide.mutate({ item: current, body: { category: null, identifierKind: null } })} isDisabled={decide.isPending}>
                Not personal
              </Button>
              <Button onPress={() => setEditing(current)}>Change…</Button>
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

function Change({ item, close, save }: { item: Item; close: () => void; save: (body: { category: string | null; identifierKind: string | null }) => void }) {
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
