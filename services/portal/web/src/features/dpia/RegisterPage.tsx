import { keepPreviousData, useMutation } from '@tanstack/react-query';
import { FileDown, FileUp, Plus, ScanSearch } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Bones, Button, Card, Empty, Failure, failed, LinkButton, More, PageHead, SearchInput, Select, usePaged } from '../../ui';
import { download, states, type State, type Summary } from './model';
import { ImportDialog } from './ImportDialog';
import { NewAssessmentDialog } from './NewAssessmentDialog';
import { RegisterTable, type Sort } from './RegisterTable';
import './dpia.css';

const views = [
  { name: 'Open', query: 'open=true' },
  { name: 'Waiting for me', query: 'waitingForMe=true' },
  { name: 'Mine', query: 'open=true&responsible=me' },
  { name: 'Review due', query: 'state=reviewDue' },
  { name: 'In force', query: 'state=approved,monitoring' },
  { name: 'All', query: 'all=1' },
];

/** The register: every assessment, what state it is in, whose it is, what remains of its risk and when it is looked at again. */
export default function RegisterPage() {
  const { can } = useSession();
  const [search, setSearch] = useSearchParams();
  const [opening, setOpening] = useState(false);
  const [importing, setImporting] = useState(false);
  const asked = search.size === 0 ? new URLSearchParams(views[0]!.query) : search;
  const filter = {
    state: asked.get('state') ?? undefined,
    open: asked.has('open') ? asked.get('open') === 'true' : undefined,
    title: asked.get('title') ?? undefined,
    responsible: asked.get('responsible') ?? undefined,
    risk: asked.get('risk') ?? undefined,
    waitingForMe: asked.has('waitingForMe') || undefined,
    sort: asked.get('sort') ?? 'updatedAt',
  };
  const assessments = usePaged<Summary>(
    ['dpia', 'register', filter],
    (after) => data(api.dpia.GET('/v1/assessments', { params: { query: { ...filter, limit: 50, after } } })),
    { refetchInterval: 15_000, placeholderData: keepPreviousData } as { refetchInterval: number },
  );
  const set = (change: Record<string, string>) => {
    const next = new URLSearchParams(asked);
    for (const [key, value] of Object.entries(change)) value ? next.set(key, value) : next.delete(key);
    setSearch(next.size === 0 ? { all: '1' } : next, { replace: true });
  };
  const csv = useMutation({ mutationFn: () => download('/v1/register.csv', 'dpia-register.csv'), onError: failed });

  return (
    <>
      <PageHead
        title="Assessments"
        lead="Impact assessments of the processing that may put people at risk, from the screening to the next review."
        actions={
          <>
            <Button kind="quiet" onPress={() => csv.mutate()} isDisabled={csv.isPending}>
              <FileDown size={16} aria-hidden /> Register as CSV
            </Button>
            {can('dpia:write') && (
              <>
                <Button kind="quiet" onPress={() => setImporting(true)}>
                  <FileUp size={16} aria-hidden /> Import
                </Button>
                <Button onPress={() => setOpening(true)}>
                  <Plus size={16} aria-hidden /> New assessment
                </Button>
                <LinkButton kind="primary" to="/assessments/screenings/new">
                  <ScanSearch size={16} aria-hidden /> Screen processing
                </LinkButton>
              </>
            )}
          </>
        }
      />
      <nav className="tabs" aria-label="Views">
        {views.map((v) => (
          <Link key={v.name} className="tab" to={`/assessments?${v.query}`} aria-current={isView(asked, v.query) ? 'page' : undefined}>
            {v.name}
          </Link>
        ))}
        <Link className="tab" to="/assessments/screenings">
          Screenings
        </Link>
        <Link className="tab" to="/assessments/incidents">
          Incidents
        </Link>
      </nav>
      <Card flush>
        <Filters key={asked.get('title')} asked={asked} set={set} />
        {assessments.items === undefined ? (
          assessments.isError ? (
            <Failure error={assessments.error} retry={() => void assessments.refetch()} />
          ) : (
            <div className="card-body">
              <Bones lines={6} />
            </div>
          )
        ) : assessments.items.length === 0 ? (
          <Empty title={asked.has('waitingForMe') ? 'Nothing waits for you.' : 'No assessment here'}>
            <p>{can('dpia:write') ? 'Screen a processing to see whether it needs an assessment, or change the filter.' : 'Change the filter, or look at another view.'}</p>
          </Empty>
        ) : (
          <RegisterTable items={assessments.items} sort={filter.sort as Sort} onSort={(sort) => set({ sort })} />
        )}
        <More query={assessments} />
      </Card>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
      <NewAssessmentDialog open={opening} onClose={() => setOpening(false)} />
    </>
  );
}

function isView(asked: URLSearchParams, view: string) {
  const rest = new URLSearchParams(asked);
  rest.delete('sort');
  rest.sort();
  const wanted = new URLSearchParams(view);
  wanted.sort();
  return rest.toString() === wanted.toString();
}

function Filters({ asked, set }: { asked: URLSearchParams; set: (change: Record<string, string>) => void }) {
  const [title, setTitle] = useState(asked.get('title') ?? '');
  return (
    <form
      className="toolbar"
      role="search"
      aria-label="Filter assessments"
      onSubmit={(e) => {
        e.preventDefault();
        set({ title: title.trim() });
      }}
    >
      <div className="grow">
        <SearchInput
          label="Title"
          value={title}
          onChange={(v) => {
            setTitle(v);
            if (v === '' && asked.get('title')) set({ title: '' });
          }}
          placeholder="Part of the title, then Enter"
        />
      </div>
      <Select
        label="State"
        quiet
        value={asked.get('state') ?? ''}
        onChange={(state) => set({ state })}
        options={[
          { id: '', label: 'Any state' },
          ...(asked.get('state')?.includes(',') ? [{ id: asked.get('state')!, label: 'Approved or in force' }] : []),
          ...Object.entries(states).map(([id, s]) => ({ id: id as State, label: s.label })),
        ]}
      />
      <Select
        label="Owner"
        quiet
        value={asked.get('responsible') ?? ''}
        onChange={(responsible) => set({ responsible })}
        options={[
          { id: '', label: 'Anybody’s' },
          { id: 'me', label: 'Mine' },
        ]}
      />
      <Select
        label="Remaining risk"
        quiet
        value={asked.get('risk') ?? ''}
        onChange={(risk) => set({ risk })}
        options={[
          { id: '', label: 'Any risk' },
          { id: 'high', label: 'High risk' },
          { id: 'medium', label: 'Medium risk' },
          { id: 'low', label: 'Low risk' },
          { id: 'none', label: 'Not rated' },
        ]}
      />
    </form>
  );
}
