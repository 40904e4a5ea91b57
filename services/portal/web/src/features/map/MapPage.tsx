import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useParams, useSearchParams } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Card, Empty, failed, Loaded, number, PageHead, said, Time } from '../../ui';
import { Drift } from './Drift';
import { mapKey, openItems, readMap, type MapView } from './model';
import { Review } from './Review';
import { TableList } from './TableList';
import './map.css';

const Graph = lazy(() => import('./Graph'));

export default function MapPage() {
  const { id } = useParams() as { id: string };
  const store = useQuery({ queryKey: ['inventory', 'store', id], queryFn: () => data(api.inventory.GET('/v1/data-stores/{id}', { params: { path: { id } } })) });
  const map = useQuery({ queryKey: mapKey(id), queryFn: () => readMap(id), retry: false });
  return (
    <Loaded query={store}>
      {(s) =>
        map.error instanceof ApiProblem && map.error.status === 404 ? (
          <>
            <PageHead crumbs={[{ to: '/map', label: 'Data map' }]} title={s.name} />
            <Card>
              <Empty title="Not scanned yet">
                <p>Scan the store from the list: the map is made from what is found.</p>
              </Empty>
            </Card>
          </>
        ) : (
          <Loaded query={map} lines={8}>
            {({ value, etag }) => <MapDetail id={id} name={s.name} view={value} etag={etag} />}
          </Loaded>
        )
      }
    </Loaded>
  );
}

function MapDetail({ id, name, view, etag }: { id: string; name: string; view: MapView; etag: string }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const columns = view.map.tables.flatMap((t) => t.columns);
  const personal = columns.filter((c) => c.category !== null).length;
  const open = openItems(view.map, false).length;
  const refresh = () => queries.invalidateQueries({ queryKey: ['inventory'] });
  const confirm = useMutation({
    mutationFn: () =>
      data(api.inventory.POST('/v1/data-stores/{id}/map/confirm', { params: { path: { id }, header: { 'If-Match': etag, 'Idempotency-Key': newKey() } }, body: { acceptSuggestions: false } })),
    onSuccess: (v) => said(`Version ${v.version} is confirmed. Plans use it from now on.`),
    onError: failed,
    onSettled: refresh,
  });
  return (
    <>
      <PageHead
        crumbs={[{ to: '/map', label: 'Data map' }]}
        title={name}
        aside={view.state === 'draft' ? <Badge tone="warn" dot>draft</Badge> : <Badge tone="good" dot>confirmed</Badge>}
        lead={
          <>
            {number.format(view.map.tables.length)} tables, {number.format(columns.length)} columns, {number.format(personal)} of them personal data. Scanned <Time at={view.scannedAt} />
            {view.confirmedVersion ? `, version ${view.confirmedVersion} is in use.` : '.'}
          </>
        }
        actions={
          can('inventory:confirm') && (
            <Button kind="primary" onPress={() => confirm.mutate()} isDisabled={confirm.isPending || view.openOnPersonalData > 0 || view.state === 'confirmed'}>
              {view.openOnPersonalData > 0 ? `${number.format(view.openOnPersonalData)} to decide first` : 'Confirm the map'}
            </Button>
          )
        }
      />
      <Tabs selectedKey={search.get('tab') ?? (open > 0 ? 'review' : 'tables')} onSelectionChange={(k) => setSearch({ tab: String(k) }, { replace: true })}>
        <TabList className="tabs" aria-label="Parts of the map">
          <Tab id="tables" className="tab">Tables</Tab>
          <Tab id="review" className="tab">
            Review {open > 0 && <Badge tone="warn">{number.format(open)}</Badge>}
          </Tab>
          <Tab id="graph" className="tab">Graph</Tab>
          <Tab id="drift" className="tab">Drift</Tab>
        </TabList>
        <TabPanel id="tables" className="panel">
          <TableList id={id} view={view} etag={etag} />
        </TabPanel>
        <TabPanel id="review" className="panel">
          <Review id={id} view={view} etag={etag} />
        </TabPanel>
        <TabPanel id="graph" className="panel">
          <Suspense fallback={<Bones />}>
            <Graph view={view} />
          </Suspense>
        </TabPanel>
        <TabPanel id="drift" className="panel">
          <Drift id={id} />
        </TabPanel>
      </Tabs>
    </>
  );
}
