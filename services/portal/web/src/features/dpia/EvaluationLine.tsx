import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data } from '../../api/client';
import { explain } from '../../api/problem';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Button, Callout, Dialog, Select, TextInput, type Tone } from '../../ui';
import { etagOf, isEditable, partsKey, type Assessment, type Evaluation } from './model';

const statuses: Record<Evaluation['status'], { label: string; tone: Tone }> = {
  toFix: { label: 'To fix', tone: 'bad' },
  improvable: { label: 'Improvable', tone: 'warn' },
  acceptable: { label: 'Acceptable', tone: 'good' },
};

/** How the DPO judges a section; what is to be fixed holds the review. */
export function EvaluationLine({ assessment, target, of, evaluations }: { assessment: Assessment; target: string; of: string; evaluations: Evaluation[] }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const found = evaluations.find((e) => e.target === target);
  const [open, setOpen] = useState(false);
  const [status, setStatus] = useState<Evaluation['status']>(found?.status ?? 'acceptable');
  const [remark, setRemark] = useState(found?.remark ?? '');
  const may = can('dpia:advise') && (isEditable(assessment) || assessment.state === 'dpoReview');
  const evaluate = useMutation({
    mutationFn: () => data(api.dpia.PUT('/v1/assessments/{id}/evaluations/{target}', { params: { path: { id: assessment.id, target }, header: { 'If-Match': etagOf(found?.version ?? 0) } }, body: { status, remark: remark.trim() || null } })),
    onSuccess: () => setOpen(false),
    onSettled: () => queries.invalidateQueries({ queryKey: [...partsKey(assessment.id), 'evaluations'] }),
  });
  if (!found && !may) return null;
  return (
    <div className="row">
      {found && (
        <span className="grow">
          <Badge tone={statuses[found.status].tone}>{statuses[found.status].label}</Badge>{' '}
          <span className="small soft wrap-any">
            {found.remark} <span className="muted">– <PersonName id={found.by} /></span>
          </span>
        </span>
      )}
      {may && (
        <Button small onPress={() => setOpen(true)}>
          Evaluate<span className="sr-only"> {of}</span>…
        </Button>
      )}
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Evaluate: ${of}`}
        actions={
          <Button kind="primary" onPress={() => evaluate.mutate()} isDisabled={evaluate.isPending}>
            Save
          </Button>
        }
      >
        <Select label="Evaluation" value={status} onChange={setStatus} options={Object.entries(statuses).map(([id, s]) => ({ id: id as Evaluation['status'], label: s.label }))} />
        <TextInput label="Remark" value={remark} onChange={setRemark} rows={3} maxLength={10_000} />
        {evaluate.isError && <Callout tone="bad">{explain(evaluate.error)}</Callout>}
      </Dialog>
    </div>
  );
}
