import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, data, newKey, tagged } from '../../api/client';
import { explain } from '../../api/problem';
import { Button, Callout, Dialog, said, Select, TextInput } from '../../ui';
import { ActivityChoice } from './ActivityChoice';
import { Choice, lines } from './forms';
import { bases, signals, Wrongs, type LegalBasis, type Purpose, type PurposeDetails, type Signal } from './model';

const blank: PurposeDetails = {
  name: '', description: '', dataCategories: [], recipients: [], retentionDays: 0, validityDays: null, childrenRule: 'none', consentMode: [],
  processingActivityId: null, saleOrSharing: false, directMarketing: false, doubleOptIn: false,
};

interface Props {
  /** The purpose to change; none: a new one is defined. */
  purpose?: Purpose;
  etag?: string;
  close: () => void;
  done?: (purpose: Purpose) => void;
}

export function PurposeDialog({ purpose, etag, close, done }: Props) {
  const queries = useQueryClient();
  const key = useRef(newKey());
  const [code, setCode] = useState('');
  const [basis, setBasis] = useState<LegalBasis>(purpose?.legalBasis ?? 'consent');
  const [d, setDetails] = useState(purpose?.details ?? blank);
  const [typed, setTyped] = useState({
    categories: d.dataCategories.join('\n'), recipients: d.recipients.join('\n'), retention: purpose ? String(d.retentionDays) : '', validity: d.validityDays ? String(d.validityDays) : '',
  });
  const set = (change: Partial<PurposeDetails>) => setDetails({ ...d, ...change });
  const type = (change: Partial<typeof typed>) => setTyped({ ...typed, ...change });
  const numbers = [typed.retention.trim(), typed.validity.trim()];
  const wholes = /^\d+$/.test(numbers[0]!) && /^\d*$/.test(numbers[1]!);
  const byConsent = basis === 'consent';
  const save = useMutation({
    mutationFn: async (): Promise<Purpose> => {
      const details: PurposeDetails = {
        ...d, dataCategories: lines(typed.categories), recipients: lines(typed.recipients), retentionDays: Number(numbers[0]), validityDays: byConsent && numbers[1] ? Number(numbers[1]) : null,
        childrenRule: byConsent ? d.childrenRule : 'none', doubleOptIn: byConsent && d.doubleOptIn,
      };
      return purpose
        ? (await tagged(api.consent.PUT('/v1/purposes/{code}', { params: { path: { code: purpose.code }, header: { 'If-Match': etag! } }, body: details }))).value
        : data(api.consent.POST('/v1/purposes', { params: { header: { 'Idempotency-Key': key.current } }, body: { code: code.trim(), legalBasis: basis, details } }));
    },
    onSuccess: (saved) => {
      said(purpose ? `Version ${saved.version} is in force.` : `The purpose ${saved.code} is defined.`);
      close();
      void queries.invalidateQueries({ queryKey: ['consent', 'purposes'] });
      done?.(saved);
    },
    onError: () => (key.current = newKey()),
  });
  const wrong = new Wrongs(save.error, purpose ? '' : 'details.', { 'purpose-exists': 'code' });
  const wrongCode = new Wrongs(save.error, '', { 'purpose-exists': 'code' }).at('code');
  wrong.at('code');
  const fields = {
    name: wrong.at('name'), description: wrong.at('description'), categories: wrong.at('dataCategories'), recipients: wrong.at('recipients'), retention: wrong.at('retentionDays'),
    validity: wrong.at('validityDays'), signals: wrong.at('consentMode'), activity: wrong.at('processingActivityId'),
  };
  return (
    <Dialog
      open
      wide
      onClose={close}
      title={purpose ? `Change ${purpose.details.name}` : 'New purpose'}
      lead={purpose ? 'The legal basis never changes: another basis is another purpose. Earlier versions stay as they were.' : undefined}
      actions={
        <Button kind="primary" onPress={() => save.mutate()} isDisabled={save.isPending || !d.name.trim() || !wholes || (!purpose && !code.trim())}>
          {purpose ? 'Save as a new version' : 'Define the purpose'}
        </Button>
      }
    >
      {!purpose && (
        <div className="grid-2">
          <TextInput label="Code" value={code} onChange={setCode} wrong={wrongCode} required autoFocus maxLength={64} hint="Lower case with hyphens, for example newsletter. Never changes." />
          <Select label="Legal basis" value={basis} onChange={setBasis} options={Object.entries(bases).map(([id, label]) => ({ id: id as LegalBasis, label }))} />
        </div>
      )}
      <TextInput label="Name" value={d.name} onChange={(name) => set({ name })} wrong={fields.name} required maxLength={200} />
      <TextInput label="Description" value={d.description} onChange={(description) => set({ description })} wrong={fields.description} required rows={3} hint="In words that the people concerned understand." />
      <div className="grid-2">
        <TextInput label="Data categories" value={typed.categories} onChange={(categories) => type({ categories })} wrong={fields.categories} required rows={3} hint="One per line" />
        <TextInput label="Recipients" value={typed.recipients} onChange={(recipients) => type({ recipients })} wrong={fields.recipients} rows={3} hint="One per line; empty when nobody outside gets the data" />
        <TextInput label="Data kept for (days)" value={typed.retention} onChange={(retention) => type({ retention })} wrong={fields.retention ?? (/^\d*$/.test(numbers[0]!) ? undefined : 'A whole number of days.')} required />
        {byConsent && (
          <TextInput label="Consent stands for (days)" value={typed.validity} onChange={(validity) => type({ validity })} wrong={fields.validity ?? (/^\d*$/.test(numbers[1]!) ? undefined : 'A whole number of days.')} hint="Empty: until it is withdrawn" />
        )}
      </div>
      <ActivityChoice value={d.processingActivityId ?? null} onChange={(processingActivityId) => set({ processingActivityId })} wrong={fields.activity} />
      <Choice
        label="Rules"
        options={[
          ...(byConsent ? ([{ id: 'doubleOptIn', label: 'Double opt-in' }, { id: 'children', label: 'Offered to children, with the age of consent' }] as const) : []),
          { id: 'directMarketing', label: 'Direct marketing' },
          { id: 'saleOrSharing', label: 'Data are sold or shared' },
        ]}
        chosen={[d.doubleOptIn && 'doubleOptIn', d.childrenRule === 'ageOfConsent' && 'children', d.directMarketing && 'directMarketing', d.saleOrSharing && 'saleOrSharing'].filter((x): x is string => !!x)}
        onChange={(c) => set({ doubleOptIn: c.includes('doubleOptIn'), childrenRule: c.includes('children') ? 'ageOfConsent' : 'none', directMarketing: c.includes('directMarketing'), saleOrSharing: c.includes('saleOrSharing') })}
      />
      <Choice
        label="Consent Mode signals it decides"
        options={Object.entries(signals).map(([id, label]) => ({ id, label }))}
        chosen={d.consentMode ?? []}
        onChange={(c) => set({ consentMode: c as Signal[] })}
        wrong={fields.signals}
      />
      {save.isError && wrong.unclaimed && !wrongCode && <Callout tone="bad">{explain(save.error)}</Callout>}
    </Dialog>
  );
}
