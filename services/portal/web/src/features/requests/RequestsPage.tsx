import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Destination } from '../../app/ahead';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Bones, Button, Card, Empty, Failure, fetchAhead, More, PageHead, pageSize, usePaged } from '../../ui';
import { Bulk } from './Bulk';
import { Filters } from './Filters';
import type { RequestItem } from './model';
import { NewRequestDialog } from './NewRequestDialog';
import { RequestTable } from './RequestTable';
import { fromSearch, given, sorted, toSearch, type Filter } from './views';
import { ViewTabs } from './ViewTabs';

const today = () => new Date().toLocaleDateString('sv-SE');

const filterOf = (search: URLSearchParams) => (search.size === 0 ? given[0]!.filter : fromSearch(search));

function listOf(filter: Filter) {
  const query = {
    state: filter.state,
    type: filter.type,
    open: filter.open === undefined ? undefined : filter.open === 'true',
    assignee: filter.assignee,
    pseudonym: filter.pseudonym || undefined,
    dueBefore: filter.overdue ? today() : undefined,
    approvableByMe: filter.approvable ? true : undefined,
    sort: filter.sort,
  };
  const read = (after: string | undefined, signal: AbortSignal) => data(api.dsar.GET('/v1/requests', { params: { query: { ...query, after, limit: pageSize(after) } }, signal }));
  return { key: ['dsar', 'requests', query], read };
}

export function ahead({ queries, search }: Destination) {
  const { key, read } = listOf(filterOf(search));
  fetchAhead<RequestItem>(queries, key, read);
}

export default function RequestsPage() {
  const [search, setSearch] = useSearchParams();
  const { can } = useSession();
  const filter = filterOf(search);
  const set = (change: Filter) => {
    setSelected(new Set());
    const next = toSearch({ ...filter, ...change });
    // An empty address means the first view; "all" has to be said.
    setSearch(next.size === 0 ? { all: '1' } : next, { replace: true });
  };
  const { key, read } = listOf(filter);
  const requests = usePaged<RequestItem>(key, read, { refetchInterval: 10_000, keep: true });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [opening, setOpening] = useState(false);

  return (
    <>
      <PageHead
        title="Requests"
        lead="What people ask of us about their data, and how far we are."
        actions={
          can('dsar:open') && (
            <Button kind="primary" onPress={() => setOpening(true)}>
              <Plus size={16} aria-hidden /> New request
            </Button>
          )
        }
      />
      <ViewTabs filter={filter} choose={(f) => (setSelected(new Set()), setSearch(toSearch(f).size === 0 ? { all: '1' } : toSearch(f)))} />
      <Card flush>
        <Filters filter={filter} set={set} />
        {selected.size > 0 && <Bulk ids={selected} clear={() => setSelected(new Set())} />}
        {requests.isError && requests.items === undefined ? (
          <Failure error={requests.error} retry={() => void requests.refetch()} />
        ) : requests.items === undefined ? (
          <div style={{ padding: 16 }}>
            <Bones lines={8} />
          </div>
        ) : requests.items.length === 0 ? (
          <Empty title="Nothing here">
            <p>{search.size > 0 ? 'No request matches. Change the filter, or look at another view.' : 'No open requests: everything is answered.'}</p>
          </Empty>
        ) : (
          <RequestTable shown={requests.isPlaceholderData ? undefined : sorted(filter)} items={requests.items} selected={can('dsar:manage') ? selected : null} select={setSelected} byDue={filter.sort === 'dueOn'} sort={(sort) => set({ sort })} />
        )}
        <More query={requests} />
      </Card>
      <NewRequestDialog open={opening} onClose={() => setOpening(false)} />
    </>
  );
}
