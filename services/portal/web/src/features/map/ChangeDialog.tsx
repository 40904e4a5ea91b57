import { useState } from 'react';
import { Button, Dialog, TextInput } from '../../ui';
import { categories, nameOf, type Column, type ColumnChange } from './model';

/** What a column holds, in a person's own words for it. */
export function ChangeDialog({ table, column, close, save }: { table: { schema: string; name: string }; column: Column; close: () => void; save: (change: ColumnChange) => void }) {
  const [category, setCategory] = useState(column.category ?? '');
  const [kind, setKind] = useState(column.identifierKind ?? '');
  return (
    <Dialog
      open
      onClose={close}
      title={`${nameOf(table)}.${column.name}`}
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
