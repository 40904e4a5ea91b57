import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, data, tagged } from '../../api/client';
import type { components } from '../../api/generated/inventory';
import { failed, number, type PageOf } from '../../ui';

type Schemas = components['schemas'];
export type MapSummary = Schemas['MapSummary'];
export type Table = Schemas['MappedTable'];
export type TableView = Schemas['MappedTableView'];
export type Column = Schemas['MappedColumn'];
export type Reference = Schemas['MappedReference'];
export type Store = Schemas['DataStoreView'];
export type Hit = Schemas['MapHit'];
export type Change = Schemas['DriftItem'];
export type MapGraph = Schemas['ReadGraphResponse'];
export type GraphTable = MapGraph['tables'][number];
type Suggestion = Schemas['MapSuggestion'];

const at = (id: string) => ({ path: { id } });
export const mapKey = (id: string) => ['inventory', 'map', id] as const;
const summaryKey = (id: string) => [...mapKey(id), 'summary'] as const;
const readSummary = (id: string) => tagged(api.inventory.GET('/v1/data-stores/{id}/map/summary', { params: at(id) }));
export const summaryQuery = (id: string) => ({ queryKey: summaryKey(id), queryFn: () => readSummary(id) });
export const storeQuery = (id: string) => ({ queryKey: ['inventory', 'store', id], queryFn: () => data(api.inventory.GET('/v1/data-stores/{id}', { params: at(id) })) });
/** So many tables at first, and so many more each time: few enough to be told apart. */
export const graphStep = 40;
export const graphQuery = (id: string, all: boolean, limit: number) => ({
  queryKey: [...mapKey(id), 'graph', all, limit],
  queryFn: ({ signal }: { signal: AbortSignal }) => data(api.inventory.GET('/v1/data-stores/{id}/map/graph', { params: { ...at(id), query: { all, limit } }, signal })),
});
export const readDrift = (id: string, after: string | undefined, signal: AbortSignal) =>
  data(api.inventory.GET('/v1/data-stores/{id}/map/drift', { params: { ...at(id), query: { after, limit: 50 } }, signal }));

/** Lists of a map: their keys and how a page of them is read. */
export const tablesOf = (id: string, search: string, personal: boolean) => ({
  key: [...mapKey(id), 'tables', search, personal],
  read: (after: string | undefined, signal: AbortSignal): Promise<PageOf<TableView>> =>
    data(api.inventory.GET('/v1/data-stores/{id}/map/tables', { params: { ...at(id), query: { search, personal, after, limit: 40 } }, signal })),
});
export const suggestionsOf = (id: string, all: boolean) => ({
  key: [...mapKey(id), 'suggestions', all],
  read: (after: string | undefined): Promise<PageOf<Suggestion>> =>
    data(api.inventory.GET('/v1/data-stores/{id}/map/suggestions', { params: { ...at(id), query: { all, after, limit: 100 } } })),
});

export const changes = (count: number) => `${number.format(count)} ${count === 1 ? 'change' : 'changes'}`;
export const nameOf = (t: { schema: string; name: string }) => (t.schema === 'public' ? t.name : `${t.schema}.${t.name}`);

/** "user.contact.phone_number" → "contact › phone number"; what stands in the taxonomy is the code. */
export const categoryName = (code: string) => code.replace(/^user\.(?=.)/, '').replaceAll('_', ' ').replaceAll('.', ' › ');

const evidences: Record<string, string> = {
  'table:person': 'the table is about people', 'person-without-identifier': 'people without an identifier', 'parent-holds-personal-data': 'belongs to personal data',
  'rows-of-two-people': 'its rows concern two people', 'name-and-type-match': 'name and type match', 'kept:no-masking-fits': 'kept, because no masking fits',
  'reference-data:referenced-without-person': 'reference data', 'values:given-names': 'values look like given names',
};
const evidenceKinds: Record<string, string> = {
  name: 'named like', values: 'values look like', identifies: 'identifies people by', identifier: 'identified by', 'person-name': 'names people in', 'table-name': 'table is named like', 'child-of': 'belongs to',
  'lines-of-retained': 'lines of', retained: 'has to be kept:', 'one-to-one-with': 'one to one with', 'personal-data-of': 'personal data of', 'not-a-person': 'no person:', 'set-aside': 'set aside:',
};

/** Why something was suggested, in words. */
export function evidenceText(code: string) {
  const [kind, ...rest] = code.split(':');
  const what = rest.join(':').replace(/^public\./, '').replaceAll(/[-_:]/g, ' ');
  return evidences[code] ?? (evidenceKinds[kind!] ? `${evidenceKinds[kind!]} ${what}` : code.replaceAll('-', ' '));
}

/** Fideslang categories that a person chooses from most; others can be typed. */
export const categories = [
  'user.contact.email',
  'user.contact.phone_number',
  'user.contact.address',
  'user.name',
  'user.demographic',
  'user.demographic.date_of_birth',
  'user.unique_id',
  'user.account',
  'user.financial',
  'user.government_id',
  'user.health_and_medical',
  'user.location',
  'user.device',
  'user.behavior',
  'user.content',
];

interface Named {
  schema: string;
  name: string;
}

/** A suggestion: what a column holds, what erasure does to a table, or where a plan follows a reference. */
export type Item = { key: string } & ({ kind: 'column'; table: Named; column: Column } | { kind: 'table'; table: Table } | { kind: 'reference'; reference: Reference });

export function itemOf({ column, columnTable, table, reference }: Suggestion): Item {
  if (column && columnTable)
    return { kind: 'column', table: { schema: columnTable.schema, name: columnTable.table }, column, key: `${columnTable.schema}.${columnTable.table}.${column.name}` };
  if (table) return { kind: 'table', table, key: `${table.schema}.${table.name}` };
  return { kind: 'reference', reference: reference!, key: `reference ${reference!.name}` };
}

export type ColumnChange = { category?: string | null; identifierKind?: string | null };
export type TableChange = { action?: Table['action']; purposes?: string[]; recipients?: string[]; source?: string | null };

/** One decision; without a change the suggestion is taken as it is. */
export type Decision = { item: Item; column?: ColumnChange; table?: TableChange };

function send(id: string, etag: string, { item, column, table }: Decision): Promise<{ etag: string }> {
  const params = { ...at(id), header: { 'If-Match': etag } };
  switch (item.kind) {
    case 'column':
      return tagged(
        api.inventory.PATCH('/v1/data-stores/{id}/map/columns', {
          params: { ...params, query: { schema: item.table.schema, table: item.table.name, name: item.column.name } },
          body: column ?? {},
        }),
      );
    case 'table':
      return tagged(api.inventory.PATCH('/v1/data-stores/{id}/map/tables', { params: { ...params, query: { schema: item.table.schema, name: item.table.name } }, body: table ?? {} }));
    case 'reference':
      return tagged(
        api.inventory.PATCH('/v1/data-stores/{id}/map/references', {
          params: { ...params, query: { name: item.reference.name } },
          body: { followToChildren: null, followToParent: null },
        }),
      );
  }
}

type Tagged = Awaited<ReturnType<typeof readSummary>>;
const etagOf = (queries: QueryClient, id: string) => queries.getQueryData<Tagged>(summaryKey(id))!.etag;

/** Decisions go out one after the other, each with the ETag that the one before answered; the page is read again when all are out. */
export function useDecide(id: string, handlers?: { onError?: (decision: Decision) => void; onIdle?: () => void }) {
  const queries = useQueryClient();
  const mutationKey = ['inventory', 'decide', id];
  return useMutation({
    mutationKey,
    scope: { id: mutationKey.join(' ') },
    mutationFn: (decision: Decision) => send(id, etagOf(queries, id), decision),
    onSuccess: ({ etag }) => queries.setQueryData<Tagged>(summaryKey(id), (known) => known && { ...known, etag }),
    onError: (error, decision) => {
      failed(error);
      handlers?.onError?.(decision);
    },
    onSettled: async () => {
      if (queries.isMutating({ mutationKey }) > 1) return;
      await queries.invalidateQueries({ queryKey: mapKey(id) });
      handlers?.onIdle?.();
    },
  });
}
