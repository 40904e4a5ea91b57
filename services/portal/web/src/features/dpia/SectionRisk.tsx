import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { api, data, newKey } from '../../api/client';
import { useSession } from '../../app/session';
import { Button, failed, Loaded, TextInput } from '../../ui';
import { isEditable, partsKey, readRisks, type Assessment, type Risk } from './model';
import { RiskForm } from './RiskForm';

export const useRisks = (id: string) => useQuery({ queryKey: [...partsKey(id), 'risks'], queryFn: () => readRisks(id), refetchInterval: 15_000 });

/** The risk that a section of the template is about. */
export function SectionRisk({ assessment, fearedEvent }: { assessment: Assessment; fearedEvent: string }) {
  const risks = useRisks(assessment.id);
  return (
    <Loaded query={risks}>
      {(all) => {
        const risk = all.find((r) => r.fearedEvent === fearedEvent);
        return risk ? <RiskForm key={risk.id} assessment={assessment} risk={risk} /> : null;
      }}
    </Loaded>
  );
}

/** Risks that the team added. */
export function OwnRisks({ assessment }: { assessment: Assessment }) {
  const { can } = useSession();
  const risks = useRisks(assessment.id);
  const own = (risks.data ?? []).filter((r) => !r.fearedEvent);
  return (
    <div className="stack-l">
      {own.map((r) => (
        <RiskForm key={r.id} assessment={assessment} risk={r} />
      ))}
      {own.length === 0 && <p className="muted">No risks of your own. They may stay away.</p>}
      {can('dpia:write') && isEditable(assessment) && <AddRisk assessment={assessment} />}
    </div>
  );
}

export function AddRisk({ assessment, onAdded }: { assessment: Assessment; onAdded?: (risk: Risk) => void }) {
  const queries = useQueryClient();
  const [title, setTitle] = useState('');
  const add = useMutation({
    mutationFn: () => data(api.dpia.POST('/v1/assessments/{id}/risks', { params: { path: { id: assessment.id }, header: { 'Idempotency-Key': newKey() } }, body: { title: title.trim(), impacts: [], threats: [], sources: [] } })),
    onSuccess: async (risk) => {
      setTitle('');
      await queries.invalidateQueries({ queryKey: partsKey(assessment.id) });
      onAdded?.(risk as Risk);
    },
    onError: failed,
  });
  return (
    <form
      className="row add-line"
      onSubmit={(e) => {
        e.preventDefault();
        if (title.trim() !== '') add.mutate();
      }}
    >
      <div className="grow">
        <TextInput label="Another feared event" value={title} onChange={setTitle} maxLength={500} />
      </div>
      <Button type="submit" isDisabled={title.trim() === '' || add.isPending}>
        <Plus size={15} aria-hidden /> Add
      </Button>
    </form>
  );
}
