import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useParams, useSearchParams } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Card, Empty, failed, Loaded, number, PageHead, said, Time } from '../../ui';
import { Drift } from './Drift';
import { readSummary, summaryKey, type MapSummary, type Store } from './model';
import { Review } from './Review';
import { TableList } from './TableList';
import './map.css';

const Graph = lazy(() => import('./Graph'));

export default function MapPage() {
  const { id } = useParams() as { id: string };
  const store = useQuery({ queryKey: ['inventory', 'store', id], queryFn: () => data(api.inventory.GET('/v1/data-stores/{id}', { params: { path: { id } } })) });
  const summary = useQuery({ queryKey: summaryKey(id), queryFn: () => readSummary(id), retry: false, refetchInterval: 15_000 });
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
  const drifted = store.drift > 0 && summary.state === 'draft';
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
        selectedKey={search.get('tab') ?? (drifted ? 'drift' : summary.openOnPersonalData > 0 ? 'review' : 'tables')}
        onSelectionChange={(k) => setSearch({ tab: String(k) }, { replace: true })}
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
          <Suspense fallback={<Bones />}>
            <Graph id={id} />
          </Suspense>
        </TabPanel>
        <TabPanel id="drift" className="panel">
          <Drift id={id} />
        </TabPanel>
      </Tabs>
    </>
  );
}
