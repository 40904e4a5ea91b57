import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data } from '../../api/client';
import { explain } from '../../api/problem';
import { Button, Callout, Dialog, said, TextInput } from '../../ui';
import { names, type Assessment } from './model';
import { PersonSelect } from './PersonSelect';
import { StorePicker } from './StorePicker';

/** Changes what an assessment is about, while it is written. */
export function SubjectDialog({ assessment: a, etag, onClose }: { assessment: Assessment; etag: string; onClose: () => void }) {
  const queries = useQueryClient();
  const [title, setTitle] = useState(a.title);
  const [description, setDescription] = useState(a.description);
  const [stores, setStores] = useState<string[]>(a.dataStoreIds);
  const [purposes, setPurposes] = useState((a.purposes as string[]).join(', '));
  const [recipients, setRecipients] = useState((a.recipients as string[]).join(', '));
  const [owner, setOwner] = useState(a.responsibleId);
  const save = useMutation({
    mutationFn: () =>
      data(
        api.dpia.PUT('/v1/assessments/{id}', {
          params: { path: { id: a.id }, header: { 'If-Match': etag } },
          body: { title: title.trim(), description: description.trim(), jurisdiction: a.jurisdiction, dataStoreIds: stores, purposes: names(purposes), recipients: names(recipients), responsibleId: owner || null },
        }),
      ),
    onSuccess: () => {
      said('Changed.');
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['dpia'] }),
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="What the assessment is about"
      actions={
        <Button kind="primary" onPress={() => save.mutate()} isDisabled={save.isPending || title.trim() === '' || description.trim() === ''}>
          Save
        </Button>
      }
    >
      <TextInput label="Title" value={title} onChange={setTitle} required maxLength={200} />
      <TextInput label="What is done with the data" value={description} onChange={setDescription} rows={4} required maxLength={4000} />
      <PersonSelect label="Owner" permission="dpia:write" value={owner} onChange={setOwner} />
      <StorePicker value={stores} onChange={setStores} />
      <div className="grid-2">
        <TextInput label="Purposes" value={purposes} onChange={setPurposes} hint="By code, separated by commas" maxLength={2000} />
        <TextInput label="Recipients" value={recipients} onChange={setRecipients} hint="Separated by commas" maxLength={2000} />
      </div>
      {save.isError && <Callout tone="bad">{explain(save.error)}</Callout>}
    </Dialog>
  );
}
