import { useState } from 'react';
import { Button, Select, TextInput } from '../../ui';

const names = ['subject', 'objectId', 'actorId', 'action', 'source', 'outcome', 'from', 'to'] as const;
export type Filters = Partial<Record<(typeof names)[number], string>>;

/** As they stand in the address: days are the user's own. */
export const filtersOf = (search: URLSearchParams): Filters => Object.fromEntries(names.map((n) => [n, search.get(n) ?? undefined]));

const day = /^\d{4}-\d{2}-\d{2}$/;
const midnight = (date: string | undefined, plus: number) => {
  if (!date || !day.test(date)) return undefined;
  const [y, m, d] = date.split('-').map(Number) as [number, number, number];
  const at = new Date(y, m - 1, d + plus);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

/** Days of the user's zone as instants; the last day counts in full. */
export const instants = (filters: Filters) => ({ ...filters, from: midnight(filters.from, 0), to: midnight(filters.to, 1) });

/** The same text for the same filters. */
export function shownBy(filters: Filters) {
  const search = new URLSearchParams(Object.entries(filters).filter((e): e is [string, string] => !!e[1]));
  search.sort();
  return search.toString();
}

const services = ['audit', 'consent', 'dataplane', 'dpia', 'dsar', 'identity', 'inventory'];
const outcomes = [
  { id: '', label: 'Any' },
  { id: 'success', label: 'Success' },
  { id: 'refused', label: 'Refused' },
  { id: 'failed', label: 'Failed' },
];

export function AuditFilters({ filters, set }: { filters: Filters; set: (s: URLSearchParams) => void }) {
  const [values, setValues] = useState<Filters>(filters);
  const field = (name: keyof Filters, label: string, type: 'text' | 'date' = 'text') => (
    <TextInput label={label} type={type} value={values[name] ?? ''} onChange={(v) => setValues({ ...values, [name]: v })} maxLength={200} />
  );
  const apply = (next: Filters) => set(new URLSearchParams(Object.entries(next).filter((e): e is [string, string] => !!e[1]?.trim())));
  const any = Object.values(filters).some(Boolean);
  return (
    <form
      className="toolbar audit-filter"
      role="search"
      aria-label="Search the log"
      onSubmit={(e) => {
        e.preventDefault();
        apply(values);
      }}
    >
      {field('action', 'Action')}
      {field('subject', 'Pseudonym')}
      {field('objectId', 'Object')}
      {field('actorId', 'Actor')}
      {field('from', 'From', 'date')}
      {field('to', 'To', 'date')}
      <Select label="Service" value={values.source ?? ''} onChange={(source) => apply({ ...values, source })} options={[{ id: '', label: 'Any' }, ...services.map((id) => ({ id, label: id }))]} />
      <Select label="Outcome" value={values.outcome ?? ''} onChange={(outcome) => apply({ ...values, outcome })} options={outcomes} />
      <Button kind="primary" type="submit">
        Search
      </Button>
      {any && (
        <Button kind="quiet" onPress={() => apply({})}>
          Clear
        </Button>
      )}
    </form>
  );
}
