import { api, data, tagged } from '../../api/client';
import type { components } from '../../api/generated/inventory';

type Schemas = components['schemas'];
export type MapView = Schemas['MapView'];
export type Table = Schemas['MappedTable'];
export type Column = Schemas['MappedColumn'];
export type Store = Schemas['DataStoreView'];

export const mapKey = (id: string) => ['inventory', 'map', id] as const;
export const readMap = (id: string) => tagged(api.inventory.GET('/v1/data-stores/{id}/map', { params: { path: { id }, query: {} } }));
export const readDrift = (id: string) => data(api.inventory.GET('/v1/data-stores/{id}/map/drift', { params: { path: { id } } }));
export const lastScan = (id: string) =>
  data(api.inventory.GET('/v1/data-stores/{id}/scans', { params: { path: { id }, query: { limit: 1 } } })).then((p) => p.items[0] ?? null);

export const nameOf = (t: { schema: string; name: string }) => (t.schema === 'public' ? t.name : `${t.schema}.${t.name}`);

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

export type Reference = Schemas['MappedReference'];

/** A suggestion: what a column holds, what erasure does to a table, or where a plan follows a reference. */
export type Item = { key: string } & ({ kind: 'column'; table: Table; column: Column } | { kind: 'table'; table: Table } | { kind: 'reference'; reference: Reference });

const isPersonal = (t: Table) => t.subjectKind !== null || t.action !== 'none' || t.columns.some((c) => c.category !== null);

/** What waits for a decision, in the order of the tables: columns, then what becomes of the table, then the references. */
export function openItems(map: MapView['map'], all: boolean): Item[] {
  const tables = map.tables.flatMap((table): Item[] => {
    const key = `${table.schema}.${table.name}`;
    const columns = table.columns
      .filter((c) => c.decision === 'suggested' && (all || c.category !== null || c.identifierKind !== null))
      .map((column): Item => ({ kind: 'column', table, column, key: `${key}.${column.name}` }));
    return table.decision === 'suggested' && (all || isPersonal(table)) ? [...columns, { kind: 'table', table, key }] : columns;
  });
  const references = map.references
    .filter((r) => r.decision === 'suggested' && (all || r.followToChildren || r.followToParent || !r.declared))
    .map((reference): Item => ({ kind: 'reference', reference, key: `reference ${reference.name}` }));
  return [...tables, ...references];
}

/** Takes a suggestion as it is. */
export function accept(id: string, etag: string, item: Item) {
  const header = { 'If-Match': etag };
  switch (item.kind) {
    case 'column':
      return decideColumn(id, etag, item, {});
    case 'table':
      return tagged(api.inventory.PATCH('/v1/data-stores/{id}/map/tables', { params: { path: { id }, query: { schema: item.table.schema, name: item.table.name }, header }, body: {} }));
    case 'reference':
      return tagged(
        api.inventory.PATCH('/v1/data-stores/{id}/map/references', {
          params: { path: { id }, query: { name: item.reference.name }, header },
          body: { followToChildren: null, followToParent: null },
        }),
      );
  }
}

export const decideColumn = (id: string, etag: string, item: Item & { kind: 'column' }, body: { category?: string | null; identifierKind?: string | null }) =>
  tagged(
    api.inventory.PATCH('/v1/data-stores/{id}/map/columns', {
      params: { path: { id }, query: { schema: item.table.schema, table: item.table.name, name: item.column.name }, header: { 'If-Match': etag } },
      body,
    }),
  );

export const decideTable = (id: string, etag: string, table: Table, action: Table['action']) =>
  tagged(
    api.inventory.PATCH('/v1/data-stores/{id}/map/tables', {
      params: { path: { id }, query: { schema: table.schema, name: table.name }, header: { 'If-Match': etag } },
      body: { action },
    }),
  );
