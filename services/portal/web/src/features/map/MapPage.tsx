import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useParams, useSearchParams } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import type { Destination } from '../../app/ahead';
import { useSession } from '../../app/session';
import { Badge, Button, Card, Empty, failed, fetchAhead, Loaded, number, PageHead, said, scriptQuery, Time } from '../../ui';
import { Drift } from './Drift';
import { graphQuery, graphStep, storeQuery, suggestionsOf, summaryQuery, tablesOf, type MapSummary, type Store } from './model';
import { Review } from './Review';
import { TableList } from './TableList';
import './map.css';

const graphScript = scriptQuery('graph', () => import('./Graph'));

const hasDrifted = (store: Store, summary: MapSummary) => store.drift > 0 && summary.state === 'draft';

/** The part of the map that is shown: the one asked for, or where there is something to do. */
const tabOf = (search: URLSearchParams, store: Store, summary: MapSummary) =>
  search.get('tab') ?? (hasDrifted(store, summary) ? 'drift' : summary.openOnPersonalData > 0 ? 'review' : 'tables');

export async function ahead({ queries, params, search }: Destination) {
  const id = params.id!;
  const found = await Promise.all([queries.fetchQuery(storeQuery(id)), queries.fetchQuery(summaryQuery(id))]).catch(() => null);
  if (found) partAhead(queries, id, tabOf(search, found[0], found[1].value), search.get('q') ?? '');
}

function partAhead(queries: QueryClient, id: string, tab: string, search: string) {
  if (tab === 'review') {
    const { key, read } = suggestionsOf(id, false);
    fetchAhead(queries, key, read);
  } else if (tab === 'tables') {
    const { key, read } = tablesOf(id, search, false);
    fetchAhead(queries, key, read);
  } else if (tab === 'graph') void queries.prefetchQuery(graphQuery(id, false, graphStep));
}

export default function MapPage() {
  const { id } = useParams() as { id: string };
  const queries = useQueryClient();
  const store = useQuery(storeQuery(id));
  const summary = useQuery({ ...summaryQuery(id), retry: false, refetchInterval: 15_000 });
  // What draws the graph is large: it is at hand before somebody asks for the graph.
  useEffect(() => {
    const timer = setTimeout(() => void queries.prefetchQuery(graphScript), 500);
    return () => clearTimeout(timer);
  }, [queries]);
  return (
    <Loaded query={store}>
      {(s) =>
        summary.error instanceof ApiProblem && summary.error.status === 404 ? (
          <>
            <PageHead crumbs={[{ to: '/map', label: 'Data map' }]} title={s.name} />
            <Card>
              <Empty title="Not scanned yet">
                <p>Scan the store from the list: the map is made from what is found.</p>
              </Empty>
            </Card>
          </>
        ) : (
          <Loaded query={summary} lines={8}>
            {({ value, etag }) => <MapDetail store={s} summary={value} etag={etag} />}
          </Loaded>
        )
      }
    </Loaded>
  );
}

function MapDetail({ store, summary, etag }: { store: Store; summary: MapSummary; etag: string }) {
  const id = store.id;
  const { can } = useSession();
  const queries = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const drifted = hasDrifted(store, summary);
  const confirm = useMutation({
    mutationFn: () =>
      data(
        api.inventory.POST('/v1/data-stores/{id}/map/confirm', {
          params: { path: { id }, header: { 'If-Match': etag, 'Idempotency-Key': newKey() } },
          // What is left open then holds no personal data.
          body: { acceptSuggestions: true },
        }),
      ),
    onSuccess: (v) => said(`Version ${v.version} is confirmed. Plans use it from now on.`),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['inventory'] }),
  });
  return (
    <>
      <PageHead
        crumbs={[{ to: '/map', label: 'Data map' }]}
        title={store.name}
        aside={summary.state === 'draft' ? <Badge tone="warn" dot>{drifted ? 'drifted' : 'draft'}</Badge> : <Badge tone="good" dot>confirmed</Badge>}
        lead={
          <>
            {number.format(summary.tables)} tables, {number.format(summary.columns)} columns, {number.format(summary.personalColumns)} of them personal data. Scanned <Time at={summary.scannedAt} />
            {summary.confirmedVersion ? `, version ${summary.confirmedVersion} is in use.` : '.'}
          </>
        }
        actions={
          can('inventory:confirm') && summary.state !== 'confirmed' && (
            <Button kind="primary" onPress={() => confirm.mutate()} isDisabled={confirm.isPending || summary.openOnPersonalData > 0}>
              {summary.openOnPersonalData > 0 ? `${number.format(summary.openOnPersonalData)} to decide first` : 'Confirm the map'}
            </Button>
          )
        }
      />
      <Tabs
        selectedKey={tabOf(search, store, summary)}
        onSelectionChange={(k) => {
          partAhead(queries, id, String(k), '');
          setSearch({ tab: String(k) }, { replace: true });
        }}
      >
        <TabList className="tabs" aria-label="Parts of the map">
          <Tab id="tables" className="tab">Tables</Tab>
          <Tab id="review" className="tab">
            Review {summary.openOnPersonalData > 0 && <Badge tone="warn">{number.format(summary.openOnPersonalData)}</Badge>}
          </Tab>
          <Tab id="graph" className="tab">Graph</Tab>
          <Tab id="drift" className="tab">
            Drift {drifted && <Badge tone="warn">{number.format(store.drift)}</Badge>}
          </Tab>
        </TabList>
        <TabPanel id="tables" className="panel">
          <TableList id={id} />
        </TabPanel>
        <TabPanel id="review" className="panel">
          <Review id={id} summary={summary} etag={etag} />
        </TabPanel>
        <TabPanel id="graph" className="panel">
          <GraphTab id={id} />
        </TabPanel>
        <TabPanel id="drift" className="panel">
          <Drift id={id} summary={summary} />
        </TabPanel>
      </Tabs>
    </>
  );
}

function GraphTab({ id }: { id: string }) {
  const script = useQuery(graphScript);
  return <Loaded query={script}>{({ default: Graph }) => <Graph id={id} />}</Loaded>;
}
