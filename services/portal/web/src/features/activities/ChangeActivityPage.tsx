import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { api, tagged } from '../../api/client';
import { Loaded, PageHead, said } from '../../ui';
import { ActivityForm } from './ActivityForm';
import { activitiesKey, activityKey, readActivity } from './model';
import './activities.css';

export default function ChangeActivityPage() {
  const { id } = useParams() as { id: string };
  const queries = useQueryClient();
  const navigate = useNavigate();
  // Read once: what is typed is not lost to a change elsewhere, which the ETag tells of when it is saved.
  const activity = useQuery({ queryKey: [...activityKey(id), 'to-change'], queryFn: () => readActivity(id), staleTime: Infinity, gcTime: 0 });
  return (
    <Loaded query={activity}>
      {({ value, etag }) => (
        <>
          <PageHead
            title={`Change ${value.details.name}`}
            lead="The record as it was stays as a version of its own."
            crumbs={[
              { to: '/map', label: 'Data map' },
              { to: '/map/activities', label: 'Processing activities' },
              { to: `/map/activities/${id}`, label: value.details.name },
            ]}
          />
          <ActivityForm
            initial={value.details}
            action="Save as a new version"
            back={`/map/activities/${id}`}
            save={async (details) => {
              const saved = await tagged(api.inventory.PUT('/v1/processing-activities/{id}', { params: { path: { id }, header: { 'If-Match': etag } }, body: details }));
              queries.setQueryData(activityKey(id), saved);
              void queries.invalidateQueries({ queryKey: activitiesKey });
              said(`Version ${saved.value.version} is on record.`);
              void navigate(`/map/activities/${id}`);
            }}
          />
        </>
      )}
    </Loaded>
  );
}
