import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, data, newKey } from '../../api/client';
import { explain } from '../../api/problem';
import { Button, Callout, Dialog, Select, TextInput } from '../../ui';
import { Choices } from './fields';
import { etagOf, partsKey, type Assessment, type Measure } from './model';
import { PersonSelect } from './PersonSelect';
import { nameOf } from './RiskMap';
import { useRisks } from './SectionRisk';

const takeOff = [0, 1, 2, 3].map((n) => ({ id: String(n), label: n === 0 ? 'not at all' : `by ${n}` }));

export function MeasureDialog({ assessment, measure: m, onClose }: { assessment: Assessment; measure: Measure | null; onClose: () => void }) {
  const queries = useQueryClient();
  const risks = useRisks(assessment.id).data ?? [];
  const [title, setTitle] = useState(m?.title ?? '');
  const [description, setDescription] = useState(m?.description ?? '');
  const [owner, setOwner] = useState(m?.ownerId ?? '');
  const [due, setDue] = useState(m?.dueOn ?? '');
  const [against, setAgainst] = useState(m?.riskIds ?? []);
  const [severity, setSeverity] = useState(String(m?.lowersSeverity ?? 0));
  const [likelihood, setLikelihood] = useState(String(m?.lowersLikelihood ?? 0));
  const key = useRef(newKey());
  const save = useMutation({
    mutationFn: () => {
      const body = {
        title: title.trim(), description: description.trim(), state: m?.state ?? ('planned' as const), riskIds: against,
        lowersSeverity: Number(severity), lowersLikelihood: Number(likelihood), ownerId: owner || null, dueOn: due || null,
      };
      return m
        ? data(api.dpia.PUT('/v1/assessments/{id}/measures/{measureId}', { params: { path: { id: assessment.id, measureId: m.id }, header: { 'If-Match': etagOf(m.version) } }, body }))
        : data(api.dpia.POST('/v1/assessments/{id}/measures', { params: { path: { id: assessment.id }, header: { 'Idempotency-Key': key.current } }, body }));
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: partsKey(assessment.id) });
      onClose();
    },
    onError: () => (key.current = newKey()),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={m ? 'Measure' : 'Add a measure'}
      lead="What is done or will be done, by whom and until when, and which risks it lowers."
      actions={
        <Button kind="primary" onPress={() => save.mutate()} isDisabled={save.isPending || title.trim() === ''}>
          Save the measure
        </Button>
      }
    >
      <TextInput label="Measure" value={title} onChange={setTitle} required maxLength={500} />
      <TextInput label="Description" value={description} onChange={setDescription} rows={2} maxLength={20_000} />
      <div className="grid-2">
        <PersonSelect label="Who sees to it" permission="dpia:read" value={owner} onChange={setOwner} />
        <TextInput label="Until" type="date" value={due} onChange={setDue} />
      </div>
      {risks.length > 0 && <Choices label="Lowers" value={against} onChange={setAgainst} options={risks.map((r) => ({ code: r.id, text: `${nameOf(risks, r)} ${r.title}` }))} several />}
      <div className="grid-2">
        <Select label="Takes off the severity" value={severity} onChange={setSeverity} options={takeOff} />
        <Select label="Takes off the likelihood" value={likelihood} onChange={setLikelihood} options={takeOff} />
      </div>
      {save.isError && <Callout tone="bad">{explain(save.error)}</Callout>}
    </Dialog>
  );
}
