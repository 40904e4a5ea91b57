import { useQuery } from '@tanstack/react-query';
import { Table2 } from 'lucide-react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import type { components } from '../../api/generated/inventory';
import { Card, Loaded } from '../../ui';

type Hit = components['schemas']['MapHit'];

/** The tables of the data map that are used for a purpose, by its code or its name. */
export function PurposeTables({ code, name }: { code: string; name: string }) {
  const tables = useQuery({
    queryKey: ['inventory', 'purpose-tables', code, name],
    queryFn: async () => {
      const pages = await Promise.all([...new Set([code, name])].map((search) => data(api.inventory.GET('/v1/map-search', { params: { query: { search, limit: 100 } } }))));
      return pages.flatMap((p) => p.items as Hit[]).filter((h) => h.what === 'purpose' && [code, name].some((n) => n.toLowerCase() === h.value.toLowerCase()));
    },
  });
  return (
    <Card title="In the data map" flush>
      <Loaded query={tables}>
        {(hits) =>
          hits.length === 0 ? (
            <p className="c-pad muted">No table is marked as used for it. Purposes are set table by table in the data map.</p>
          ) : (
            <ul className="lines">
              {hits.map((h) => (
                <li key={`${h.dataStoreId} ${h.schema}.${h.table}`}>
                  <Link to={`/map/${h.dataStoreId}?tab=tables&q=${encodeURIComponent(`${h.schema}.${h.table}`)}`} className="line">
                    <Table2 size={15} aria-hidden className="muted" />
                    <span className="grow mono">
                      {h.schema === 'public' ? '' : `${h.schema}.`}
                      {h.table}
                    </span>
                    <span className="soft small">{h.dataStoreName}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
