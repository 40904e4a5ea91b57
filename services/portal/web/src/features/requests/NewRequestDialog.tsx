import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { ApiProblem, explain } from '../../api/problem';
import { Button, Callout, Dialog, Select, TextInput } from '../../ui';
import { types, type RequestType } from './model';

const methods = [
  { id: 'id-document', label: 'Identity document seen' },
  { id: 'in-person', label: 'Known in person' },
  { id: 'known-contact', label: 'Known contact' },
  { id: 'signed-in-session', label: 'Signed-in session' },
] as const;

const kinds = [
  { id: 'email', label: 'E-mail address' },
  { id: 'phone', label: 'Phone number' },
  { id: 'customer-number', label: 'Customer number' },
] as const;

/** For a person who wrote, called or came: whoever files it has established who they are. */
export function NewRequestDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [type, setType] = useState<RequestType>('access');
  const [kind, setKind] = useState<string>('email');
  const [value, setValue] = useState('');
  const [method, setMethod] = useState<string>('id-document');
  // Stays the same when the button is pressed again, so that a repeat makes no second request.
  const key = useRef(newKey());
  const file = useMutation({
    mutationFn: () =>
      data(
        api.dsar.POST('/v1/requests', {
          params: { header: { 'Idempotency-Key': key.current } },
          body: { type, identifiers: [{ kind, value: value.trim() }], verificationMethod: method, regime: null, subjectKind: null },
        }),
      ),
    onSuccess: (request) => {
      key.current = newKey();
      setValue('');
      onClose();
      void queries.invalidateQueries({ queryKey: ['dsar'] });
      void navigate(`/requests/${request.id}`);
    },
    onError: () => (key.current = newKey()),
  });
  const wrong = file.error instanceof ApiProblem ? file.error.fields['identifiers[0].value']?.join(' ') : undefined;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="New request"
      lead="For a person whose identity you have established yourself. The identifier is stored encrypted and shown masked."
      actions={
        <Button kind="primary" isDisabled={value.trim() === '' || file.isPending} onPress={() => file.mutate()}>
          File the request
        </Button>
      }
    >
      <Select label="What the person asks for" value={type} onChange={setType} options={Object.entries(types).map(([id, label]) => ({ id: id as RequestType, label }))} />
      <Select label="Identifier" value={kind} onChange={setKind} options={kinds} />
      <TextInput label="Value" value={value} onChange={setValue} wrong={wrong} required maxLength={320} />
      <Select label="How you know who they are" value={method} onChange={setMethod} options={methods} />
      {file.isError && !wrong && <Callout tone="bad">{explain(file.error)}</Callout>}
    </Dialog>
  );
}
