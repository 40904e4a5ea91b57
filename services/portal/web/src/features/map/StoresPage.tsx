import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Database, Plus, RefreshCw } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { explain } from '../../api/problem';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Callout, Card, Dialog, Empty, Failure, failed, IconButton, More, number, PageHead, said, Scroll, SearchInput, TextInput, Time, usePaged, useSettled, words } from '../../ui';
import { MapTabs } from './MapTabs';
import { SearchHits } from './SearchHits';
import { changes, type Store } from './model';

/** Every database that the platform knows, and how well; a search over everything that the maps say. */
export default function StoresPage() {
  const { can } = useSession();
  const [adding, setAdding] = useState(false);
  const [text, setText] = useState('');
  const search = useSettled(text.trim());
  const stores = usePaged(['inventory', 'stores'], (after) => data(api.inventory.GET('/v1/data-stores', { params: { query: { after, limit: 100 } } })), { refetchInterval: 5000 });
  return (
    <>
      <PageHead
        title="Data map"
        lead="Where personal data is: what scans suggested, what people confirmed."
        actions={
          can('inventory:write') && (
            <Button kind="primary" onPress={() => setAdding(true)}>
              <Plus size={16} aria-hidden /> Connect a store
            </Button>
          )
        }
      />
      <MapTabs />
      <Card flush>
        <div className="toolbar">
          <div className="grow">
            <SearchInput label="Search every table, column, category, purpose and recipient" value={text} onChange={setText} />
          </div>
        </div>
        {search.length >= 2 ? (
          <SearchHits search={search} />
        ) : stores.isError ? (
          <Failure error={stores.error} retry={() => void stores.refetch()} />
        ) : !stores.items ? (
          <div style={{ padding: 16 }}>
            <Bones lines={5} />
          </div>
        ) : stores.items.length === 0 ? (
          <Empty icon={Database} title="No data store is connected">
            <p>Connect one with a reference to its secret, then scan it.</p>
          </Empty>
        ) : (
          <Scroll label="Data stores">
            <table className="table cards">
              <thead>
                <tr>
                  <th>Store</th>
                  <th>Map</th>
                  <th>Last scan</th>
                  <th>Drift</th>
                  <th>Owner</th>
                  <th>
                    <span className="sr-only">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {stores.items.map((s) => (
                  <StoreRow key={s.id} store={s} />
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
        {search.length < 2 && <More query={stores} />}
      </Card>
      {adding && <Connect close={() => setAdding(false)} />}
    </>
  );
}

const kinds: Record<string, string> = { postgresql: 'PostgreSQL' };

function StoreRow({ store }: { store: Store }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => data(api.inventory.POST('/v1/data-stores/{id}/scans', { params: { path: { id: store.id }, header: { 'Idempotency-Key': newKey() } } })),
    onSuccess: () => said(`Scanning ${store.name}.`),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['inventory', 'stores'] }),
  });
  const last = store.lastScan;
  return (
    <tr>
      <td>
        <Link to={`/map/${store.id}`} className="strong">
          {store.name}
        </Link>{' '}
        <span className="muted small">
          {kinds[store.kind] ?? store.kind}, {store.region}
        </span>
      </td>
      <td>{store.confirmedMapVersion ? <Badge tone="good">confirmed, version {store.confirmedMapVersion}</Badge> : <Badge tone="warn">not confirmed</Badge>}</td>
      <td className="soft">
        {!last ? '–' : last.state === 'requested' ? <Badge live tone="info">scanning</Badge> : last.state === 'failed' ? <Badge tone="bad">failed: {words(last.code ?? 'unknown').toLowerCase()}</Badge> : <>{number.format(last.tableCount ?? 0)} tables, <Time at={last.finishedAt ?? last.requestedAt} /></>}
      </td>
      <td>
        {store.drift > 0 ? (
          <Link to={`/map/${store.id}?tab=drift`}>
            <Badge tone="warn">{changes(store.drift)}</Badge>
          </Link>
        ) : (
          <span className="muted">none</span>
        )}
      </td>
      <td className="soft">
        <PersonName id={store.ownerId} />
      </td>
      <td className="fit">
        {can('inventory:scan') && (
          <IconButton label={`Scan ${store.name}`} small onPress={() => start.mutate()} isDisabled={start.isPending || last?.state === 'requested'}>
            <RefreshCw size={15} aria-hidden />
          </IconButton>
        )}
      </td>
    </tr>
  );
}

function Connect({ close }: { close: () => void }) {
  const { user } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const key = useRef(newKey());
  const [name, setName] = useState('');
  const [secret, setSecret] = useState('');
  const [region, setRegion] = useState('eu');
  const save = useMutation({
    mutationFn: () =>
      data(
        api.inventory.POST('/v1/data-stores', {
          params: { header: { 'Idempotency-Key': key.current } },
          body: { name: name.trim(), kind: 'postgresql', secretReference: secret.trim(), region: region.trim(), ownerId: user.id },
        }),
      ),
    onSuccess: (store) => {
      void queries.invalidateQueries({ queryKey: ['inventory'] });
      void navigate(`/map/${store.id}`);
    },
    onError: () => (key.current = newKey()),
  });
  return (
    <Dialog
      open
      onClose={close}
      title="Connect a store"
      lead="The secret itself stays where it is: only the data plane resolves the reference."
      actions={
        <Button kind="primary" onPress={() => save.mutate()} isDisabled={save.isPending || !name.trim() || !secret.trim()}>
          Connect
        </Button>
      }
    >
      <TextInput label="Name" value={name} onChange={setName} required maxLength={100} autoFocus />
      <TextInput label="Secret reference" value={secret} onChange={setSecret} required hint="env:NAME or file:/path, as the data plane knows it" />
      <TextInput label="Region" value={region} onChange={setRegion} />
      {save.isError && <Callout tone="bad">{explain(save.error)}</Callout>}
    </Dialog>
  );
}
