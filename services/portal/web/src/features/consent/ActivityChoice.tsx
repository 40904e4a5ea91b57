import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../app/session';
import { Badge, Bones, Combo, CopyText, useSettled } from '../../ui';
import { activitiesKey, activityKey, findActivities, readActivity } from '../activities/model';

/** The processing activity that a purpose belongs to, found by its name in the inventory's record. */
export function ActivityChoice({ value, onChange, wrong }: { value: string | null; onChange: (id: string | null) => void; wrong?: string }) {
  const { can } = useSession();
  const [text, setText] = useState('');
  const [first] = useState(value);
  const known = useQuery({ ...activityQuery(first ?? ''), enabled: first !== null && can('inventory:read') });
  const chosenName = known.data?.value.details.name;
  const search = useSettled(text.trim() === chosenName ? '' : text.trim(), 150);
  const found = useQuery({
    queryKey: [...activitiesKey, 'found', search],
    queryFn: ({ signal }) => findActivities(search, signal),
    placeholderData: keepPreviousData,
    enabled: can('inventory:read'),
  });
  if (!can('inventory:read')) return null;
  // The field has to know the name of what is chosen before it is drawn.
  if (first !== null && known.isPending)
    return (
      <div className="field">
        <span className="label">Processing activity</span>
        <Bones lines={1} />
      </div>
    );
  const options = (found.data ?? []).map((a) => ({ id: a.id, label: a.name }));
  if (first !== null && options.every((o) => o.id !== first)) options.unshift({ id: first, label: chosenName ?? first });
  return (
    <Combo
      label="Processing activity"
      value={value}
      onChange={onChange}
      options={options}
      onSearch={setText}
      wrong={wrong}
      placeholder="Search the record of processing"
      hint="Of the record that GDPR Art. 30 asks for. Empty: none."
      nothing={found.isPending ? 'Searching…' : 'No activity that goes on has these words.'}
    />
  );
}

const activityQuery = (id: string) => ({ queryKey: activityKey(id), queryFn: () => readActivity(id), retry: false });

/** The activity by its name, with the way to it. Who may not see it sees the id. */
export function ActivityName({ id }: { id: string }) {
  const { can } = useSession();
  const activity = useQuery({ ...activityQuery(id), enabled: can('inventory:read') });
  const known = activity.data?.value;
  if (!known) return activity.isFetching ? <Bones lines={1} /> : <CopyText value={id} label="id of the processing activity" length={36} />;
  return (
    <>
      <Link to={`/map/activities/${id}`}>{known.details.name}</Link> {known.endedAt ? <Badge tone="warn">ended</Badge> : known.missing.length > 0 && <Badge tone="warn">record incomplete</Badge>}
    </>
  );
}
