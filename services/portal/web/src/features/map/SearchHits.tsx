import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Columns3, Database, FileText, Send, Tag, UserRound } from 'lucide-react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { Badge, Empty, Loaded, number } from '../../ui';
import { categoryName, type Hit } from './model';

const most = 50;
const icons: Record<string, typeof Database> = { table: Database, column: Columns3, category: Tag, identifier: UserRound, subject: UserRound, purpose: FileText, recipient: Send, source: FileText };

/** What the maps of all stores say of a word; each hit leads to its table. */
export function SearchHits({ search }: { search: string }) {
  const hits = useQuery<Hit[]>({
    queryKey: ['inventory', 'map-search', search],
    queryFn: ({ signal }) => data(api.inventory.GET('/v1/map-search', { params: { query: { search, limit: most } }, signal })).then((p) => p.items),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={hits} lines={6}>
      {(items) =>
        items.length === 0 ? (
          <Empty title="No map mentions this" />
        ) : (
          <>
            <ul className="lines" aria-label="Found in the maps" data-found={hits.isPlaceholderData ? undefined : search}>
              {items.map((h) => (
                <li key={[h.dataStoreId, h.schema, h.table, h.column, h.what, h.value].join('\u0000')}>
                  <HitLine hit={h} />
                </li>
              ))}
            </ul>
            {items.length === most && <p className="muted small legend">The first {number.format(most)}. Type more to narrow it down.</p>}
          </>
        )
      }
    </Loaded>
  );
}

function HitLine({ hit }: { hit: Hit }) {
  const Icon = icons[hit.what] ?? Database;
  return (
    <Link to={`/map/${hit.dataStoreId}?tab=tables&q=${encodeURIComponent(`${hit.schema}.${hit.table}`)}`} className="line">
      <Icon size={15} aria-hidden className="muted" />
      <span className="mono">
        {hit.schema === 'public' ? '' : `${hit.schema}.`}
        {hit.table}
        {hit.column && <span className="strong">.{hit.column}</span>}
      </span>
      {hit.what !== 'table' && hit.what !== 'column' && <Badge tone="info">{hit.what === 'category' ? categoryName(hit.value) : hit.value}</Badge>}
      <span className="muted small">{hit.what}</span>
      <span className="grow" />
      <span className="soft small">{hit.dataStoreName}</span>
    </Link>
  );
}
