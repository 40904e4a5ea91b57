import { useMutation } from '@tanstack/react-query';
import { ClipboardList, FileDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { download } from '../../api/download';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Card, Day, Empty, Failure, failed, LinkButton, Menu, More, PageHead, Scroll, SearchInput, Select, usePaged, useSettled } from '../../ui';
import { bases } from '../consent/model';
import { MapTabs } from '../map/MapTabs';
import { Letters } from './Letters';
import { activitiesKey, flags, flagTone, term, type Line } from './model';
import './activities.css';

const views = [
  { id: '', label: 'Current', query: {} },
  { id: 'incomplete', label: 'Incomplete', query: { complete: false } },
  { id: 'flagged', label: 'Something is wrong', query: { flagged: true } },
  { id: 'complete', label: 'Complete and in order', query: { complete: true, flagged: false } },
  { id: 'ended', label: 'Ended', query: { ended: true } },
];

/** The record of processing activities (GDPR Art. 30): what is done with personal data, and what the record of it lacks. */
export default function ActivitiesPage() {
  const { can } = useSession();
  const [asked, setAsked] = useSearchParams();
  const [text, setText] = useState(asked.get('q') ?? '');
  const search = useSettled(text.trim(), 150);
  const view = views.find((v) => v.id === asked.get('view')) ?? views[0]!;
  const activities = usePaged<Line>([...activitiesKey, 'list', view.id, search], (after, signal) =>
    data(api.inventory.GET('/v1/processing-activities', { params: { query: { after, limit: 50, search: search || undefined, ...view.query } }, signal })), { keep: true });
  return (
    <>
      <PageHead
        title="Processing activities"
        lead="What personal data are used for: the record that the supervisory authority may ask for (GDPR Art. 30)."
        crumbs={[{ to: '/map', label: 'Data map' }]}
        actions={
          <>
            <Export />
            {can('inventory:write') && (
              <LinkButton kind="primary" to="/map/activities/new">
                <Plus size={16} aria-hidden /> Register an activity
              </LinkButton>
            )}
          </>
        }
      />
      <MapTabs />
      <Card flush>
        <div className="toolbar">
          <div className="grow">
            <SearchInput label="Search names, purposes and recipients" value={text} onChange={setText} />
          </div>
          <Select label="Show" quiet value={view.id} onChange={(id) => setAsked(id ? { view: id } : {}, { replace: true })} options={views} />
        </div>
        {activities.isError && !activities.items ? (
          <Failure error={activities.error} retry={() => void activities.refetch()} />
        ) : !activities.items ? (
          <div style={{ padding: 16 }}>
            <Bones lines={6} />
          </div>
        ) : activities.items.length === 0 ? (
          <Empty icon={ClipboardList} title={search || view.id ? 'No activity fits' : 'No processing activity is on record'}>
            <p>{search || view.id ? 'Change the filter, or the words you look for.' : 'Register what your organisation does with personal data; what is missing will be named.'}</p>
          </Empty>
        ) : (
          <ActivityTable items={activities.items} />
        )}
        <More query={activities} />
      </Card>
    </>
  );
}

const ActivityTable = ({ items }: { items: Line[] }) => (
  <Scroll label="Processing activities">
    <table className="table cards activities">
      <thead>
        <tr>
          <th>Activity</th>
          <th>Record, Art. 30(1)</th>
          <th>To do</th>
          <th>Legal basis</th>
          <th>Owner</th>
          <th>Review</th>
        </tr>
      </thead>
      <tbody>
        {items.map((a) => (
          <tr key={a.id}>
            <td>
              <Link to={`/map/activities/${a.id}`} className="strong wrap-any">
                {a.name}
              </Link>
              <div className="muted small">{(a.dataUses as string[]).map(term).join(', ')}</div>
            </td>
            <td>
              <Letters missing={a.missingLetters as string[]} />
            </td>
            <td>
              <span className="activity-flags">
                {a.endedAt && <Badge>ended</Badge>}
                {(a.flags as string[]).map((f) => (
                  <Badge key={f} tone={flagTone(f)}>
                    {flags[f] ?? f}
                  </Badge>
                ))}
                {a.flags.length === 0 && !a.endedAt && (a.missingLetters.length > 0 ? <span className="soft small">complete the record</span> : <span className="muted">nothing</span>)}
              </span>
            </td>
            <td className="soft">{a.legalBasis ? bases[a.legalBasis].split(',')[0] : '–'}</td>
            <td className="soft nowrap">
              <PersonName id={a.ownerId} />
            </td>
            <td className="soft">{a.reviewOn ? <Day on={a.reviewOn} /> : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

function Export() {
  const save = useMutation({ mutationFn: (kind: 'csv' | 'json') => download('inventory', `/v1/processing-register.${kind}`, `processing-register.${kind}`), onError: failed });
  return (
    <Menu
      label="Export"
      trigger={
        <Button isDisabled={save.isPending}>
          <FileDown size={16} aria-hidden /> Export
        </Button>
      }
      actions={[
        { id: 'CSV, for a spreadsheet', label: 'CSV, for a spreadsheet', onAction: () => save.mutate('csv') },
        { id: 'JSON', label: 'JSON', onAction: () => save.mutate('json') },
      ]}
    />
  );
}
