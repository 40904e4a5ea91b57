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

export interface Item {
  table: Table;
  column: Column;
  key: string;
}

/** What waits for a decision: personal data first, the least certain last, in the order of the tables. */
export function openItems(map: MapView['map'], all: boolean): Item[] {
  return map.tables.flatMap((table) =>
    table.columns
      .filter((c) => c.decision === 'suggested' && (all || c.category !== null))
      .map((column) => ({ table, column, key: `${table.schema}.${table.name}.${column.name}` })),
  );
}

export const decideColumn = (id: string, etag: string, item: Item, body: { category?: string | null; identifierKind?: string | null }) =>
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
