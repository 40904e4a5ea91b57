import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, Chip, IconButton, Select, TextInput } from '../../ui';
import { Choice } from '../consent/forms';
import { country, derogations, safeguards, term, type Derogation, type Party, type Safeguard, type Transfer } from './model';

export function PartyFields({ label, value, onChange, wrong, hint }: { label: string; value: Party; onChange: (value: Party) => void; wrong: (field: string) => string | undefined; hint?: string }) {
  return (
    <div className="grid-2">
      <TextInput label={label} value={value.name} onChange={(name) => onChange({ ...value, name })} wrong={wrong('name')} maxLength={200} hint={hint} />
      <TextInput label={`Contact of the ${label.toLowerCase()}`} value={value.contact} onChange={(contact) => onChange({ ...value, contact })} wrong={wrong('contact')} maxLength={500} hint="A functional address, for example privacy@company.example" />
    </div>
  );
}

interface TermsProps {
  label: string;
  offered: readonly string[];
  value: string[];
  onChange: (value: string[]) => void;
  wrong?: string;
  /** More specific terms can be added under this label. */
  further?: string;
  show?: (code: string) => string;
}

/** Terms of a vocabulary: those that are needed most, and any other of it. */
export function Terms({ label, offered, value, onChange, wrong, further, show = term }: TermsProps) {
  const [added, setAdded] = useState('');
  const code = added.trim().toLowerCase();
  const add = () => {
    if (code && !value.includes(code)) onChange([...value, code]);
    setAdded('');
  };
  return (
    <>
      <Choice label={label} options={[...offered, ...value.filter((v) => !offered.includes(v))].map((id) => ({ id, label: show(id) }))} chosen={value} onChange={onChange} wrong={wrong} />
      {further && (
        <div
          className="add-term"
          // Enter adds the term and does not send the form.
          onKeyDown={(e) => {
            if (e.key !== 'Enter') return;
            e.preventDefault();
            add();
          }}
        >
          <TextInput label={further} value={added} onChange={setAdded} maxLength={100} />
          <Button onPress={add} isDisabled={!code}>
            <Plus size={14} aria-hidden /> Add
          </Button>
        </div>
      )}
    </>
  );
}

interface TransfersProps {
  value: Transfer[];
  onChange: (value: Transfer[]) => void;
  none: boolean;
  onNone: (none: boolean) => void;
  wrong: (field: string) => string | undefined;
}

const options = <T extends string>(labels: Record<T, string>) => Object.entries(labels).map(([id, label]) => ({ id: id as T, label: label as string }));

export function TransferFields({ value, onChange, none, onNone, wrong }: TransfersProps) {
  const set = (i: number, change: Partial<Transfer>) => onChange(value.map((t, j) => (j === i ? { ...t, ...change } : t)));
  return (
    <>
      {value.map((t, i) => (
        <div className="transfer" key={i} role="group" aria-label={`Transfer ${i + 1}`}>
          <TextInput label="Country" value={t.country} onChange={(c) => set(i, { country: c.toUpperCase() })} maxLength={2} required wrong={wrong(`transfers[${i}].country`)} hint={country(t.country) ?? 'Two letters, IN'} />
          <TextInput label="Recipient there" value={t.recipient} onChange={(recipient) => set(i, { recipient })} maxLength={200} required wrong={wrong(`transfers[${i}].recipient`)} />
          <Select label="Safeguard" value={t.safeguard ?? 'none'} onChange={(safeguard: Safeguard) => set(i, { safeguard })} options={options(safeguards)} />
          {t.safeguard === 'derogation' ? (
            <Select label="Derogation" value={t.derogation ?? null} onChange={(derogation: Derogation) => set(i, { derogation })} options={options(derogations)} />
          ) : t.safeguard === 'standardContractualClauses' || t.safeguard === 'bindingCorporateRules' ? (
            <TextInput label="Transfer assessment" value={t.assessment ?? ''} onChange={(assessment) => set(i, { assessment })} maxLength={500} wrong={wrong(`transfers[${i}].assessment`)} hint="Where it is kept" />
          ) : (
            <span />
          )}
          <IconButton label={`Remove transfer ${i + 1}`} onPress={() => onChange(value.filter((_, j) => j !== i))}>
            <Trash2 size={15} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div className="row">
        <Button small onPress={() => onChange([...value, { country: '', recipient: '', safeguard: 'none', assessment: null, derogation: null }])}>
          <Plus size={14} aria-hidden /> Add a transfer
        </Button>
        {value.length === 0 && (
          <Chip on={none} onChange={onNone}>
            Data stay in the European Economic Area
          </Chip>
        )}
      </div>
    </>
  );
}
