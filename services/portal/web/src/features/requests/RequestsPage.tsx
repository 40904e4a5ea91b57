import { keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, BookmarkPlus, Plus, Trash2, UserRound } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Bones, Button, Card, CopyText, Dialog, Empty, Failure, IconButton, More, PageHead, Scroll, SearchInput, Select, TextInput, Time, failed, said, usePaged } from '../../ui';
import { AssignDialog } from './AssignDialog';
import { NewRequestDialog } from './NewRequestDialog';
import { assign, Due, shortId, StateBadge, states, types, type RequestItem, type RequestState, type RequestType } from './model';
import { fromSearch, given, same, toSearch, useSavedViews, type Filter } from './views';

const today = () => new Date().toLocaleDateString('sv-SE');

function useRequests(filter: Filter) {
  const query = {
    state: filter.state,
    type: filter.type,
    open: filter.open === undefined ? undefined : filter.open === 'true',
    assignee: filter.assignee,
    pseudonym: filter.pseudonym || undefined,
    dueBefore: filter.overdue ? today() : undefined,
    approvableByMe: filter.approvable ? true : undefined,
    sort: filter.sort,
    limit: 50,
  };
  return usePaged<RequestItem>(
    ['dsar', 'requests', query],
    (after) => data(api.dsar.GET('/v1/requests', { params: { query: { ...query, after } } })),
    { refetchInterval: 15_000, placeholderData: keepPreviousData } as { refetchInterval: number },
  );
}

export default function RequestsPage() {
  const [search, setSearch] = useSearchParams();
  const { can } = useSession();
  const filter = search.size === 0 ? given[0]!.filter : fromSearch(search);
  const set = (change: Filter) => {
    setSelected(new Set());
    const next = toSearch({ ...filter, ...change });
    // An empty address means the first view; "all" has to be said.
    setSearch(next.size === 0 ? { all: '1' } : next, { replace: true });
  };
  const requests = useRequests(filter);
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
      <Views filter={filter} choose={(f) => (setSelected(new Set()), setSearch(toSearch(f).size === 0 ? { all: '1' } : toSearch(f)))} />
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
          <RequestTable items={requests.items} selected={can('dsar:manage') ? selected : null} select={setSelected} byDue={filter.sort === 'dueOn'} sort={(sort) => set({ sort })} />
        )}
        <More query={requests} />
      </Card>
      <NewRequestDialog open={opening} onClose={() => setOpening(false)} />
    </>
  );
}

function Views({ filter, choose }: { filter: Filter; choose: (filter: Filter) => void }) {
  const { views, save, remove } = useSavedViews();
  const [naming, setNaming] = useState<string | null>(null);
  const all = [...given, ...views];
  const current = all.find((v) => same(v.filter, filter));
  return (
    <div className="row">
      <nav className="tabs grow" aria-label="Views">
        {all.map((v) => (
          <a
            key={v.name}
            className="tab"
            href={`/requests?${toSearch(v.filter).toString() || 'all=1'}`}
            aria-current={v === current ? 'page' : undefined}
            onClick={(e) => {
              if (e.ctrlKey || e.metaKey || e.shiftKey) return;
              e.preventDefault();
              choose(v.filter);
            }}
          >
            {v.name}
          </a>
        ))}
      </nav>
      {current?.own ? (
        <IconButton label={`Remove the view ${current.name}`} onPress={() => remove(current.name)}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
      ) : (
        !current && (
          <Button kind="quiet" small onPress={() => setNaming('')}>
            <BookmarkPlus size={15} aria-hidden /> Save this view
          </Button>
        )
      )}
      <Dialog
        open={naming !== null}
        onClose={() => setNaming(null)}
        title="Save this view"
        lead="It stays in this browser; its address can be sent to a colleague."
        actions={
          <Button
            kind="primary"
            isDisabled={!naming?.trim()}
            onPress={() => {
              save(naming!.trim(), filter);
              setNaming(null);
            }}
          >
            Save
          </Button>
        }
      >
        <TextInput label="Name" value={naming ?? ''} onChange={setNaming} autoFocus maxLength={40} />
      </Dialog>
    </div>
  );
}

const any = { id: '', label: 'Any' };

function Filters({ filter, set }: { filter: Filter; set: (change: Filter) => void }) {
  const [pseudonym, setPseudonym] = useState(filter.pseudonym ?? '');
  return (
    <form
      className="toolbar"
      role="search"
      aria-label="Filter requests"
      onSubmit={(e) => {
        e.preventDefault();
        set({ pseudonym: pseudonym.trim() });
      }}
    >
      <div className="grow">
        <SearchInput
          label="Pseudonym of a person"
          value={pseudonym}
          onChange={(v) => {
            setPseudonym(v);
            if (v === '') set({ pseudonym: '' });
          }}
          placeholder="Pseudonym of a person, then Enter"
        />
      </div>
      <Select
        label="State"
        quiet
        value={filter.state ?? ''}
        onChange={(state) => set({ state })}
        options={[{ ...any, label: 'Any state' }, ...Object.entries(states).map(([id, s]) => ({ id: id as RequestState, label: s.label }))]}
      />
      <Select
        label="Type"
        quiet
        value={filter.type ?? ''}
        onChange={(type) => set({ type })}
        options={[{ ...any, label: 'Any type' }, ...Object.entries(types).map(([id, label]) => ({ id: id as RequestType, label }))]}
      />
      <Select
        label="Assignee"
        quiet
        value={filter.assignee ?? ''}
        onChange={(assignee) => set({ assignee })}
        options={[
          { ...any, label: 'Anybody’s' },
          { id: 'me', label: 'Mine' },
          { id: 'none', label: 'Unassigned' },
        ]}
      />
    </form>
  );
}

function Bulk({ ids, clear }: { ids: ReadonlySet<string>; clear: () => void }) {
  const queries = useQueryClient();
  const { user } = useSession();
  const [choosing, setChoosing] = useState(false);
  const change = useMutation({
    mutationFn: (to: string | null) => assign([...ids], to),
    onSuccess: ({ changed }) => {
      said(`${changed} ${changed === 1 ? 'request' : 'requests'} assigned.`);
      clear();
      void queries.invalidateQueries({ queryKey: ['dsar'] });
    },
    onError: failed,
  });
  return (
    <div className="toolbar" role="region" aria-label="Selected requests">
      <span className="strong">{ids.size} selected</span>
      <Button small onPress={() => change.mutate(user.id)} isDisabled={change.isPending}>
        <UserRound size={14} aria-hidden /> Assign to me
      </Button>
      <Button small onPress={() => setChoosing(true)} isDisabled={change.isPending}>
        Assign to…
      </Button>
      <Button small kind="quiet" onPress={clear}>
        Clear
      </Button>
      <AssignDialog open={choosing} onClose={() => setChoosing(false)} onChoose={(to) => (setChoosing(false), change.mutate(to))} />
    </div>
  );
}

interface TableProps {
  items: RequestItem[];
  /** Null when the user may not act on several. */
  selected: ReadonlySet<string> | null;
  select: (ids: ReadonlySet<string>) => void;
  byDue: boolean;
  sort: (by: string) => void;
}

function RequestTable({ items, selected, select, byDue, sort }: TableProps) {
  const navigate = useNavigate();
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    select(next);
  };
  const all = selected !== null && items.every((i) => selected.has(i.id));
  return (
    <Scroll label="Requests">
      <table className="table cards">
        <thead>
          <tr>
            {selected && (
              <th className="fit">
                <input type="checkbox" className="check-box" aria-label="Select all shown" checked={all} onChange={() => select(all ? new Set() : new Set(items.map((i) => i.id)))} />
              </th>
            )}
            <th>Request</th>
            <th>State</th>
            <th aria-sort={byDue ? 'ascending' : undefined}>
              <button type="button" className="sort" aria-pressed={byDue} onClick={() => sort('dueOn')}>
                Due {byDue && <ArrowDown size={12} aria-hidden />}
              </button>
            </th>
            <th>Person</th>
            <th>Assigned to</th>
            <th aria-sort={byDue ? undefined : 'descending'}>
              <button type="button" className="sort" aria-pressed={!byDue} onClick={() => sort('receivedAt')}>
                Received {!byDue && <ArrowDown size={12} aria-hidden />}
              </button>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((r) => (
            <tr
              key={r.id}
              data-link
              data-selected={selected?.has(r.id) || undefined}
              onClick={(e) => {
                if (!(e.target as HTMLElement).closest('a, button, input')) void navigate(`/requests/${r.id}`);
              }}
            >
              {selected && (
                <td className="fit">
                  <input type="checkbox" className="check-box" aria-label={`Select request ${shortId(r.id)}`} checked={selected.has(r.id)} onChange={() => toggle(r.id)} />
                </td>
              )}
              <td>
                <Link to={`/requests/${r.id}`} className="strong">
                  {types[r.type]}
                </Link>{' '}
                <span className="muted mono">{shortId(r.id)}</span> {r.regime !== 'gdpr' && <span className="muted small">{r.regime}</span>}
              </td>
              <td>
                <StateBadge state={r.state} />
              </td>
              <td>
                <Due on={r.dueOn} state={r.state} paused={r.paused} />
              </td>
              <td>
                <CopyText value={r.pseudonym} label="pseudonym" />
              </td>
              <td className="soft">
                <PersonName id={r.assignedTo} />
              </td>
              <td className="soft">
                <Time at={r.receivedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
