import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CheckCircle2, CircleAlert, Clock3, Hand, Loader, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../../api/problem';
import { useSession } from '../../app/session';
import { Button, Callout, Dialog, failed, number, said, TextInput } from '../../ui';
import { decide, plannable, requestKey, startPlan, types, type PlanView, type RequestView } from './model';

interface Tagged {
  value: PlanView;
  etag: string;
}

/** What has to happen next, and by whom: at most one thing, with its button. */
export function NextStep({ request, plan }: { request: RequestView; plan: Tagged | undefined }) {
  const { can } = useSession();
  switch (request.state) {
    case 'received':
    case 'verificationPending':
      return (
        <Callout icon={<Clock3 size={17} aria-hidden />}>
          <p className="strong">Waiting for the person</p>
          <p>A code went out by e-mail. Once it is entered, the request can be planned.</p>
        </Callout>
      );
    case 'verified':
      return plannable.includes(request.type) ? (
        <StartPlan request={request} again={request.currentPlanId !== null && request.currentPlanId !== undefined} />
      ) : (
        <Callout icon={<Hand size={17} aria-hidden />}>
          <p className="strong">Done by hand</p>
          <p>{types[request.type]} requests are carried out by people. Mark it completed when that is done.</p>
        </Callout>
      );
    case 'planning':
      return (
        <Callout icon={<Loader size={17} aria-hidden />}>
          <p className="strong">Counting</p>
          <p>Every store counts what belongs to the person and checks that the plan can be carried out. Nothing is changed.</p>
        </Callout>
      );
    case 'awaitingApproval':
      return plan && <Decision request={request} plan={plan} />;
    case 'approved':
    case 'executing':
      return (
        <Callout icon={<Loader size={17} aria-hidden />}>
          <p className="strong">Running</p>
          <p>The plan is being carried out. This page shows each store as it finishes.</p>
        </Callout>
      );
    case 'incomplete':
      return (
        <Callout tone="warn" icon={<CircleAlert size={17} aria-hidden />}>
          <div className="row">
            <div className="grow">
              <p className="strong">Something is missing</p>
              <p>All that could be done is done. What is missing stands below and is tried again by itself, unless it says otherwise.</p>
            </div>
            {can('dsar:plan') && <StartButton request={request} label="Plan again" />}
          </div>
        </Callout>
      );
    default:
      return null;
  }
}

function StartButton({ request, label }: { request: RequestView; label: string }) {
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => startPlan(request.id),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['dsar'] }),
  });
  return (
    <Button kind="primary" onPress={() => start.mutate()} isDisabled={start.isPending}>
      {label}
    </Button>
  );
}

function StartPlan({ request, again }: { request: RequestView; again: boolean }) {
  const { can } = useSession();
  return (
    <Callout icon={<ShieldCheck size={17} aria-hidden />}>
      <div className="row">
        <div className="grow">
          <p className="strong">{again ? 'Sent back: plan again' : 'Ready to plan'}</p>
          <p>{can('dsar:plan') ? 'The plan is a dry run over all confirmed data maps: it counts and changes nothing.' : 'Somebody who may plan requests takes the next step.'}</p>
        </div>
        {can('dsar:plan') && <StartButton request={request} label={again ? 'Plan again' : 'Make a plan'} />}
      </div>
    </Callout>
  );
}

const effect = {
  access: 'copied into a package for the person',
  portability: 'copied into a package for the person',
  erasure: 'erased or masked in the databases. This can’t be undone',
} as Record<string, string>;

function Decision({ request, plan: { value: plan, etag } }: { request: RequestView; plan: Tagged }) {
  const { user, can } = useSession();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'approve' | 'send-back' | null>(null);
  const [reason, setReason] = useState('');
  const choose = useMutation({
    mutationFn: (decision: 'approve' | 'send-back') => decide(plan, etag, decision, reason),
    onSuccess: (_, decision) => {
      said(decision === 'approve' ? 'Approved. The plan is being carried out.' : 'Sent back.');
      setAsking(null);
      setReason('');
    },
    onSettled: () => queries.invalidateQueries({ queryKey: requestKey(request.id) }),
  });
  const own = plan.plannedBy === user.id ? 'You planned it' : request.openedBy === user.id ? 'You filed it' : null;
  const may = can('dsar:approve') && own === null;
  const close = () => {
    setAsking(null);
    choose.reset();
  };

  return (
    <section className="decision card" aria-label="Decision">
      <div className="card-body stack">
        <div className="row">
          <CheckCircle2 size={20} aria-hidden className="decision-mark" />
          <div className="grow">
            <h2>{may ? 'Your decision' : 'Waiting for approval'}</h2>
            <p className="soft">
              {number.format(plan.rows)} rows in {plan.stores.length} {plan.stores.length === 1 ? 'store' : 'stores'} are {effect[request.type]}.
              {plan.sharedRows > 0 && ` ${number.format(plan.sharedRows)} shared rows are left as they are.`}
            </p>
          </div>
        </div>
        {plan.blocked && (
          <Callout tone="bad" icon={<CircleAlert size={16} aria-hidden />}>
            The plan has problems that keep it from being carried out. Solve them and plan again.
          </Callout>
        )}
        {may ? (
          <div className="row">
            <Button kind="primary" onPress={() => setAsking('approve')} isDisabled={plan.blocked}>
              Approve…
            </Button>
            <Button onPress={() => setAsking('send-back')}>Send back…</Button>
          </div>
        ) : (
          <p className="muted">{own ? `${own}: somebody else has to approve.` : 'Somebody who may approve, and who neither filed nor planned it, decides.'}</p>
        )}
      </div>
      <Dialog
        open={asking !== null}
        onClose={close}
        title={asking === 'send-back' ? 'Send the plan back' : request.type === 'erasure' ? 'Approve the erasure' : 'Approve the plan'}
        lead={asking === 'approve' ? `${number.format(plan.rows)} rows are ${effect[request.type]}.` : 'Whoever planned it reads the reason. The person does not.'}
        actions={
          <Button
            kind={asking === 'approve' && request.type === 'erasure' ? 'danger primary' : 'primary'}
            isDisabled={choose.isPending || (asking === 'send-back' && reason.trim() === '')}
            onPress={() => asking && choose.mutate(asking)}
          >
            {asking === 'send-back' ? 'Send back' : request.type === 'erasure' ? 'Approve and erase' : 'Approve'}
          </Button>
        }
      >
        <TextInput
          label={asking === 'send-back' ? 'Reason' : 'Remark (optional)'}
          value={reason}
          onChange={setReason}
          rows={3}
          maxLength={1000}
          required={asking === 'send-back'}
          autoFocus
        />
        {choose.isError && <Callout tone="bad">{explain(choose.error)}</Callout>}
      </Dialog>
    </section>
  );
}
