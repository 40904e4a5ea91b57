import { useSyncExternalStore } from 'react';

/** What the queue is narrowed to, as it stands in the address: a view can be sent to a colleague. */
export interface Filter {
  state?: string;
  type?: string;
  assignee?: string;
  open?: string;
  approvable?: string;
  overdue?: string;
  pseudonym?: string;
  sort?: string;
}

export interface View {
  name: string;
  filter: Filter;
  own?: boolean;
}

export const given: View[] = [
  { name: 'Open', filter: { open: 'true', sort: 'dueOn' } },
  { name: 'Mine', filter: { open: 'true', assignee: 'me', sort: 'dueOn' } },
  { name: 'To approve', filter: { approvable: 'true', sort: 'dueOn' } },
  { name: 'Overdue', filter: { open: 'true', overdue: 'true', sort: 'dueOn' } },
  { name: 'Unassigned', filter: { open: 'true', assignee: 'none', sort: 'dueOn' } },
  { name: 'Closed', filter: { open: 'false' } },
  { name: 'All', filter: {} },
];

const names = ['state', 'type', 'assignee', 'open', 'approvable', 'overdue', 'pseudonym', 'sort'] as const;

export const toSearch = (filter: Filter) => {
  const search = new URLSearchParams();
  for (const name of names) if (filter[name]) search.set(name, filter[name]);
  return search;
};

/** The same text for the same filter. */
export function sorted(filter: Filter) {
  const search = toSearch(filter);
  search.sort();
  return search.toString();
}

export const fromSearch = (search: URLSearchParams): Filter => {
  const filter: Filter = {};
  for (const name of names) {
    const value = search.get(name);
    if (value) filter[name] = value;
  }
  return filter;
};

export const same = (a: Filter, b: Filter) => toSearch(a).toString() === toSearch(b).toString();

const storage = 'governance-request-views';
const listeners = new Set<() => void>();
let cached: View[] | null = null;

function read(): View[] {
  if (!cached) {
    try {
      cached = (JSON.parse(localStorage.getItem(storage) ?? '[]') as View[]).map((v) => ({ name: String(v.name), filter: v.filter, own: true }));
    } catch {
      cached = [];
    }
  }
  return cached;
}

function write(views: View[]) {
  localStorage.setItem(storage, JSON.stringify(views));
  cached = null;
  listeners.forEach((l) => l());
}

/** Views that somebody saved, in this browser. */
export function useSavedViews() {
  const views = useSyncExternalStore((l) => (listeners.add(l), () => listeners.delete(l)), read);
  return {
    views,
    save: (name: string, filter: Filter) => write([...views.filter((v) => v.name !== name), { name, filter, own: true }]),
    remove: (name: string) => write(views.filter((v) => v.name !== name)),
  };
}
