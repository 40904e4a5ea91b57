import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data } from '../../api/client';
import { explain } from '../../api/problem';
import { useSession } from '../../app/session';
import { Button, Callout, Dialog, Select, TextInput } from '../../ui';
import type { Screening } from './model';

const grounds = {
  notHighRisk: 'Criteria are met, and yet no high risk is likely',
  highRisk: 'The rules ask for nothing, but the risk is high',
  singlePractitioner: 'The clients of a single practitioner are not large scale',
} as const;

/** One criterion is judged by who screens; the DPO may override, never on a screening of their own. */
export function ScreeningDecision({ screening: s, etag }: { screening: Screening; etag: string }) {
  const { can, user } = useSession();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'judge' | 'override' | null>(null);
  const [verdict, setVerdict] = useState<'yes' | 'no'>('yes');
  const [ground, setGround] = useState<keyof typeof grounds>(s.result === 'notRequired' ? 'highRisk' : 'notHighRisk');
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: () => {
      const params = { path: { id: s.id }, header: { 'If-Match': etag } };
      return asking === 'judge'
        ? data(api.dpia.POST('/v1/screenings/{id}/judgement', { params, body: { required: verdict === 'yes', reason } }))
        : data(api.dpia.POST('/v1/screenings/{id}/override', { params, body: { ground, reason } }));
    },
    onSuccess: () => setAsking(null),
    onSettled: () => queries.invalidateQueries({ queryKey: ['dpia', 'screening', s.id] }),
  });
  const mayJudge = s.result === 'judgement' && can('dpia:write');
  const mayOverride = can('dpia:advise') && s.screenedBy !== user.id;
  if (!mayJudge && !mayOverride) return null;
  return (
    <div className="row">
      {mayJudge && (
        <Button kind="primary" onPress={() => setAsking('judge')}>
          Judge…
        </Button>
      )}
      {mayOverride && <Button onPress={() => setAsking('override')}>Override…</Button>}
      <Dialog
        open={asking !== null}
        onClose={() => (setAsking(null), decide.reset())}
        title={asking === 'judge' ? 'Is an assessment needed?' : 'Override the result'}
        lead="The reason is kept with the screening."
        actions={
          <Button kind="primary" isDisabled={reason.trim() === '' || decide.isPending} onPress={() => decide.mutate()}>
            Decide
          </Button>
        }
      >
        {asking === 'judge' ? (
          <Select
            label="Judgement"
            value={verdict}
            onChange={setVerdict}
            options={[
              { id: 'yes', label: 'A high risk is likely: assess' },
              { id: 'no', label: 'No high risk is likely' },
            ]}
          />
        ) : (
          <Select label="Ground" value={ground} onChange={setGround} options={Object.entries(grounds).map(([id, label]) => ({ id: id as keyof typeof grounds, label }))} />
        )}
        <TextInput label="Reason" value={reason} onChange={setReason} rows={4} required maxLength={4000} autoFocus />
        {decide.isError && <Callout tone="bad">{explain(decide.error)}</Callout>}
      </Dialog>
    </div>
  );
}
