import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, data, newKey } from '../../api/client';
import { explain } from '../../api/problem';
import { Button, Callout, Dialog, said, Select, TextInput } from '../../ui';
import { severities, type Incident } from './model';
import { StorePicker } from './StorePicker';

/** Now, as a field for a time of day in the user's zone writes it. */
const now = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

export function IncidentDialog({ onClose, about }: { onClose: () => void; about?: { id: string; dataStoreIds: readonly string[] } }) {
  const queries = useQueryClient();
  const key = useRef(newKey());
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [severity, setSeverity] = useState<Incident['severity']>('medium');
  const [at, setAt] = useState(now);
  const [stores, setStores] = useState<string[]>([...(about?.dataStoreIds ?? [])]);
  const report = useMutation({
    mutationFn: () =>
      data(
        api.dpia.POST('/v1/incidents', {
          params: { header: { 'Idempotency-Key': key.current } },
          body: { title: title.trim(), description: description.trim(), severity, occurredAt: new Date(at).toISOString(), dataStoreIds: stores, assessmentIds: about ? [about.id] : [] },
        }),
      ),
    onSuccess: ({ assessmentIds }) => {
      said(assessmentIds.length === 0 ? 'Reported. No assessment is about this processing.' : assessmentIds.length === 1 ? 'Reported. One assessment has to be looked at again.' : `Reported. ${assessmentIds.length} assessments have to be looked at again.`);
      void queries.invalidateQueries({ queryKey: ['dpia'] });
      onClose();
    },
    onError: () => (key.current = newKey()),
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Report an incident"
      lead="Whether the authority and the people have to be told (Art. 33, 34) is decided elsewhere; here the assessments hear of it. No names of people, please."
      actions={
        <Button kind="primary" onPress={() => report.mutate()} isDisabled={report.isPending || title.trim() === '' || description.trim() === '' || at === ''}>
          Report
        </Button>
      }
    >
      <TextInput label="What happened" value={title} onChange={setTitle} required autoFocus maxLength={200} />
      <TextInput label="In more words" value={description} onChange={setDescription} rows={4} required maxLength={10_000} />
      <div className="grid-2">
        <Select label="How bad for the people concerned" value={severity} onChange={setSeverity} options={Object.entries(severities).map(([id, s]) => ({ id: id as Incident['severity'], label: s.label }))} />
        <TextInput label="When" type="datetime-local" value={at} onChange={setAt} required />
      </div>
      <StorePicker value={stores} onChange={setStores} hint="Assessments of processing that uses one of them fall due." />
      {report.isError && <Callout tone="bad">{explain(report.error)}</Callout>}
    </Dialog>
  );
}
