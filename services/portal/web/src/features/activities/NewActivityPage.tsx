import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { PageHead, said } from '../../ui';
import { ActivityForm } from './ActivityForm';
import { activitiesKey } from './model';
import './activities.css';

export default function NewActivityPage() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const key = useRef(newKey());
  return (
    <>
      <PageHead
        title="Register an activity"
        lead="Only the name has to be there at once: what Art. 30(1) asks for besides is named until it is complete. Name functions and functional addresses, not people."
        crumbs={[
          { to: '/map', label: 'Data map' },
          { to: '/map/activities', label: 'Processing activities' },
        ]}
      />
      <ActivityForm
        initial={{ name: '', noDataProtectionOfficer: false }}
        action="Register"
        back="/map/activities"
        save={async (details) => {
          try {
            const made = await data(api.inventory.POST('/v1/processing-activities', { params: { header: { 'Idempotency-Key': key.current } }, body: details }));
            void queries.invalidateQueries({ queryKey: activitiesKey });
            said(`${made.details.name} is on record.`);
            void navigate(`/map/activities/${made.id}`);
          } catch (error) {
            key.current = newKey();
            throw error;
          }
        }}
      />
    </>
  );
}
