import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { explain } from '../../api/problem';
import { Button, Callout, Dialog, said, Select, TextInput, type Option } from '../../ui';

export interface Filled {
  text: string;
  choice: string;
  date: string;
  second: string;
}

export interface Step {
  title: string;
  lead?: ReactNode;
  action: string;
  danger?: boolean;
  /** The label of the text; without one there is none to write. */
  text?: string;
  optional?: boolean;
  initial?: string;
  choice?: { label: string; options: readonly Option[] };
  date?: string;
  second?: string;
  body?: ReactNode;
  done: string;
  run: (filled: Filled) => Promise<unknown>;
}

/** Asks what a step of the workflow needs, and takes it. */
export function StepDialog({ step, onClose }: { step: Step; onClose: () => void }) {
  const queries = useQueryClient();
  const [filled, setFilled] = useState<Filled>({ text: step.initial ?? '', choice: step.choice?.options[0]?.id ?? '', date: '', second: '' });
  const take = useMutation({
    mutationFn: () => step.run({ ...filled, text: filled.text.trim(), second: filled.second.trim() }),
    onSuccess: () => {
      said(step.done);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['dpia'] }),
  });
  const missing = (step.text && !step.optional && filled.text.trim() === '') || (step.date && filled.date === '') || (step.second && filled.second.trim() === '');
  return (
    <Dialog
      open
      onClose={onClose}
      title={step.title}
      lead={step.lead}
      actions={
        <Button kind={step.danger ? 'danger primary' : 'primary'} onPress={() => take.mutate()} isDisabled={Boolean(missing) || take.isPending}>
          {step.action}
        </Button>
      }
    >
      {step.body}
      {step.choice && <Select label={step.choice.label} value={filled.choice} onChange={(choice) => setFilled({ ...filled, choice })} options={step.choice.options} />}
      {step.second && <TextInput label={step.second} value={filled.second} onChange={(second) => setFilled({ ...filled, second })} required maxLength={200} />}
      {step.date && <TextInput label={step.date} type="date" value={filled.date} onChange={(date) => setFilled({ ...filled, date })} required />}
      {step.text && <TextInput label={step.text} value={filled.text} onChange={(text) => setFilled({ ...filled, text })} rows={4} required={!step.optional} maxLength={10_000} />}
      {take.isError && <Callout tone="bad">{explain(take.error)}</Callout>}
    </Dialog>
  );
}
