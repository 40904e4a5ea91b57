import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleStop, ListChecks, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { api, tagged } from '../../api/client';
import { explain } from '../../api/problem';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Button, Callout, Dialog, LinkButton, Loaded, PageHead, said, Time } from '../../ui';
import { Beside } from './Beside';
import { LetterMark } from './Letters';
import { Record } from './Record';
import { activitiesKey, activityKey, country, readActivity, type Activity, type Letter } from './model';
import './activities.css';

export default function ActivityPage() {
  const { id } = useParams() as { id: string };
  const activity = useQuery({ queryKey: activityKey(id), queryFn: () => readActivity(id) });
  return <Loaded query={activity}>{({ value, etag }) => <Page activity={value} etag={etag} />}</Loaded>;
}

function Page({ activity: a, etag }: { activity: Activity; etag: string }) {
  const { can } = useSession();
  const [ending, setEnding] = useState(false);
  return (
    <>
      <PageHead
        crumbs={[
          { to: '/map', label: 'Data map' },
          { to: '/map/activities', label: 'Processing activities' },
        ]}
        title={a.details.name}
        aside={a.endedAt ? <Badge>ended</Badge> : a.missing.length > 0 ? <Badge tone="warn">incomplete</Badge> : <Badge tone="good">complete</Badge>}
        lead={
          <>
            Version {a.version}, {a.endedAt ? 'ended' : a.version > 1 ? 'changed' : 'registered'} <Time at={a.updatedAt} /> by <PersonName id={a.updatedBy} />
          </>
        }
        actions={
          can('inventory:write') &&
          !a.endedAt && (
            <>
              <Button kind="quiet" onPress={() => setEnding(true)}>
                <CircleStop size={15} aria-hidden /> End it…
              </Button>
              <LinkButton kind={a.missing.length > 0 ? 'primary' : 'plain'} to={`/map/activities/${a.id}/change`}>
                <Pencil size={15} aria-hidden /> {a.missing.length > 0 ? 'Complete the record' : 'Change'}
              </LinkButton>
            </>
          )
        }
      />
      {!a.endedAt && <State activity={a} />}
      <div className="split">
        <Record activity={a} />
        <Beside activity={a} />
      </div>
      {ending && <EndDialog activity={a} etag={etag} close={() => setEnding(false)} />}
    </>
  );
}

/** What the record lacks, and what is wrong with it besides. */
function State({ activity: a }: { activity: Activity }) {
  return (
    <>
      {a.flags.length > 0 && (
        <Callout tone="bad" icon={<CircleAlert size={17} aria-hidden />}>
          <ul className="stack-s" aria-label="What is wrong">
            {a.flags.map((f) => (
              <li key={f.code + f.field}>
                <span className="strong">{f.code === 'transfer-blocked' ? 'Blocked transfer. ' : ''}</span>
                {f.text.replace(/^([A-Z]{2}):/, (_, code: string) => `${country(code) ?? code}:`)}
                {f.article && <span className="soft"> (Art. {f.article})</span>}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      {a.missing.length > 0 && (
        <Callout tone="warn" icon={<ListChecks size={17} aria-hidden />}>
          <span className="strong">Art. 30(1) asks for more than the record says yet:</span>
          <ul className="missing-list" aria-label="What is missing">
            {a.missing.map((m) => (
              <li key={m.field}>
                <LetterMark letter={m.letter as Letter} lacks />
                <span>
                  <span className="sr-only">({m.letter}) </span>
                  {m.text}
                </span>
              </li>
            ))}
          </ul>
        </Callout>
      )}
    </>
  );
}

function EndDialog({ activity: a, etag, close }: { activity: Activity; etag: string; close: () => void }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => tagged(api.inventory.POST('/v1/processing-activities/{id}/end', { params: { path: { id: a.id }, header: { 'If-Match': etag } } })),
    onSuccess: (ended) => {
      queries.setQueryData(activityKey(a.id), ended);
      void queries.invalidateQueries({ queryKey: activitiesKey });
      said(`${a.details.name} has ended.`);
      close();
    },
  });
  return (
    <Dialog
      open
      onClose={close}
      title={`End ${a.details.name}?`}
      lead="The record is kept and can be read, but not changed any more. No purpose can be linked to it from then on. Should the processing begin again, register it anew under another name."
      actions={
        <Button kind="danger primary" onPress={() => end.mutate()} isDisabled={end.isPending}>
          End the activity
        </Button>
      }
    >
      {end.isError && <Callout tone="bad">{explain(end.error)}</Callout>}
    </Dialog>
  );
}
