import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { explain } from '../../api/problem';
import { Button, Callout, Dialog, Select, TextInput } from '../../ui';
import { names } from './model';
import { StorePicker } from './StorePicker';

interface Props {
  open: boolean;
  onClose: () => void;
  /** The screening that it follows from. */
  from?: { id: string; title: string; description: string; jurisdiction: string };
}

/** Opens an assessment on a template. */
export function NewAssessmentDialog({ open, onClose, from }: Props) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [title, setTitle] = useState(from?.title ?? '');
  const [description, setDescription] = useState(from?.description ?? '');
  const [template, setTemplate] = useState('general');
  const [stores, setStores] = useState<string[]>([]);
  const [purposes, setPurposes] = useState('');
  const [recipients, setRecipients] = useState('');
  const key = useRef(newKey());
  const templates = useQuery({ queryKey: ['dpia', 'templates'], queryFn: () => data(api.dpia.GET('/v1/templates', { params: { query: { limit: 100 } } })), enabled: open });
  const start = useMutation({
    mutationFn: () =>
      data(
        api.dpia.POST('/v1/assessments', {
          params: { header: { 'Idempotency-Key': key.current } },
          body: { title: title.trim(), description: description.trim(), jurisdiction: from?.jurisdiction ?? 'EU', template, screeningId: from?.id ?? null, dataStoreIds: stores, purposes: names(purposes), recipients: names(recipients) },
        }),
      ),
    onSuccess: (assessment) => {
      void queries.invalidateQueries({ queryKey: ['dpia'] });
      onClose();
      void navigate(`/assessments/${assessment.id}`);
    },
    onError: () => (key.current = newKey()),
  });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title="New assessment"
      lead={from ? 'The screening is linked to it.' : 'Without a screening that requires it, you will be asked why it is made.'}
      actions={
        <Button kind="primary" onPress={() => start.mutate()} isDisabled={start.isPending || title.trim() === '' || description.trim() === ''}>
          Open the assessment
        </Button>
      }
    >
      <TextInput label="Title" value={title} onChange={setTitle} required maxLength={200} />
      <TextInput label="What is done with the data" value={description} onChange={setDescription} rows={3} required maxLength={4000} />
      <Select label="Template" value={template} onChange={setTemplate} options={(templates.data?.items ?? [{ code: 'general', title: 'Data protection impact assessment' }]).map((t) => ({ id: t.code, label: t.title }))} />
      <StorePicker value={stores} onChange={setStores} />
      <div className="grid-2">
        <TextInput label="Purposes" value={purposes} onChange={setPurposes} hint="By code, separated by commas. A change of one calls for a review." maxLength={2000} />
        <TextInput label="Recipients" value={recipients} onChange={setRecipients} hint="Separated by commas. A further one in the data map calls for a review." maxLength={2000} />
      </div>
      {start.isError && <Callout tone="bad">{explain(start.error)}</Callout>}
    </Dialog>
  );
}
