import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, data, newKey } from '../../api/client';
import type { components } from '../../api/generated/consent';
import { ApiProblem, explain } from '../../api/problem';
import { Button, Callout, Dialog, said, Select, TextInput } from '../../ui';
import { Wrongs, type Purpose, type Subject } from './model';

type EndKind = components['schemas']['EndKind'];

const kinds: { id: EndKind; label: string }[] = [
  { id: 'withdraw', label: 'The person withdraws it, and told us' },
  { id: 'invalidate', label: 'It never was valid' },
  { id: 'revoke', label: 'Somebody else ends it, for example a court' },
];

const examples: Record<EndKind, string> = { withdraw: 'asked by telephone', invalidate: 'notice was misleading', revoke: 'court order' };

/** Words to the code that is kept. */
const toCode = (text: string) => text.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 64).replace(/-$/, '');

/** Ends a consent on the person's behalf. In effect when it is answered. */
export function EndDialog({ subject, purpose, close }: { subject: Subject; purpose: Purpose; close: () => void }) {
  const queries = useQueryClient();
  const key = useRef(newKey());
  const [kind, setKind] = useState<EndKind>('withdraw');
  const [reason, setReason] = useState('');
  const code = toCode(reason);
  const end = useMutation({
    mutationFn: () => data(api.consent.POST('/v1/records/endings', { params: { header: { 'Idempotency-Key': key.current } }, body: { subject, purpose: purpose.code, kind, reason: code } })),
    onSuccess: () => {
      said('The consent has ended. The next decision is a no.');
      close();
    },
    onError: () => (key.current = newKey()),
    onSettled: () => queries.invalidateQueries({ queryKey: ['consent', 'person'] }),
  });
  const wrong = new Wrongs(end.error);
  const wrongReason = wrong.at('reason');
  return (
    <Dialog
      open
      onClose={close}
      title="End this consent"
      lead={`${purpose.details.name}: every system that uses it is told.`}
      actions={
        <Button kind="danger primary" onPress={() => end.mutate()} isDisabled={end.isPending || code === ''}>
          End the consent
        </Button>
      }
    >
      <Select label="What happened" value={kind} onChange={setKind} options={kinds} />
      <TextInput
        label="Reason"
        value={reason}
        onChange={setReason}
        wrong={wrongReason}
        required
        maxLength={80}
        autoFocus
        hint={code ? <>Kept for good as <span className="mono">{code}</span>. No names.</> : `In a few words, for example: ${examples[kind]}`}
      />
      {wrong.unclaimed && <Callout tone="bad">{end.error instanceof ApiProblem && end.error.code === 'no-consent-in-force' ? 'There is no consent in force any more.' : explain(end.error)}</Callout>}
    </Dialog>
  );
}
