import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CalendarPlus, CheckCheck, CircleX, MoreHorizontal, Pause, Play, ShieldX, UserRound } from 'lucide-react';
import { useState } from 'react';
import { api, data } from '../../api/client';
import { explain } from '../../api/problem';
import { useSession } from '../../app/session';
import { Button, Callout, Dialog, failed, Menu, said, Select, TextInput, words, type MenuAction } from '../../ui';
import { AssignDialog } from './AssignDialog';
import { assign, isClosed, plannable, requestKey, type RequestView } from './model';

type Ask = 'extension' | 'pause' | 'refusal' | 'cancellation' | 'assign';

const extensionReasons = ['complexity', 'number-of-requests'];
const pauseReasons = ['identity', 'scope', 'clarification'];
const grounds = ['manifestly-unfounded', 'excessive', 'cannot-identify', 'freedom-of-expression', 'legal-obligation', 'public-health', 'archiving-or-research', 'legal-claims'];
const options = (codes: string[]) => codes.map((id) => ({ id, label: words(id) }));

/** Extend, pause, refuse, cancel, complete, assign: what staff may do besides the plan. */
export function RequestActions({ request, etag }: { request: RequestView; etag: string }) {
  const { can, user } = useSession();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Ask | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['dsar'] });
  const at = { params: { path: { id: request.id }, header: { 'If-Match': etag } } };
  const done = (text: string) => ({ onSuccess: () => said(text), onError: failed, onSettled: refresh });
  const resume = useMutation({ mutationFn: () => data(api.dsar.POST('/v1/requests/{id}/resume', at)), ...done('The clock runs again.') });
  const complete = useMutation({ mutationFn: () => data(api.dsar.POST('/v1/requests/{id}/completion', at)), ...done('Completed. The person is told.') });
  const give = useMutation({ mutationFn: (to: string | null) => assign([request.id], to), ...done('Assigned.') });
  if (!can('dsar:manage') || isClosed(request.state)) return null;

  const planned = plannable.includes(request.type);
  const started = ['approved', 'executing', 'incomplete'].includes(request.state);
  const actions: MenuAction[] = [
    { id: 'Assign to me', label: 'Assign to me', icon: <UserRound size={15} />, onAction: () => give.mutate(user.id), disabled: request.assignedTo === user.id },
    { id: 'Assign to', label: 'Assign to…', icon: <UserRound size={15} />, onAction: () => setAsking('assign') },
    request.paused
      ? { id: 'Resume', label: 'Run the clock again', icon: <Play size={15} />, onAction: () => resume.mutate() }
      : { id: 'Pause', label: 'Ask the person…', icon: <Pause size={15} />, onAction: () => setAsking('pause') },
    { id: 'Extend', label: 'Extend the deadline…', icon: <CalendarPlus size={15} />, onAction: () => setAsking('extension'), disabled: request.extended },
    ...(started
      ? []
      : [
          { id: 'Refuse', label: 'Refuse…', icon: <ShieldX size={15} />, onAction: () => setAsking('refusal'), danger: true },
          { id: 'Cancel', label: 'Cancel the request…', icon: <CircleX size={15} />, onAction: () => setAsking('cancellation'), danger: true },
        ]),
  ];
  return (
    <>
      {!planned && request.state === 'verified' && (
        <Button kind="primary" onPress={() => complete.mutate()} isDisabled={complete.isPending}>
          <CheckCheck size={16} aria-hidden /> Mark completed
        </Button>
      )}
      <Menu
        label="Actions"
        actions={actions}
        trigger={
          <Button>
            <MoreHorizontal size={16} aria-hidden /> Actions
          </Button>
        }
      />
      <AssignDialog open={asking === 'assign'} onClose={() => setAsking(null)} onChoose={(to) => (setAsking(null), give.mutate(to))} />
      {asking && asking !== 'assign' && <Ask what={asking} request={request} etag={etag} close={() => setAsking(null)} />}
    </>
  );
}

const texts = {
  extension: { title: 'Extend the deadline', lead: 'The person is told today, with the reason (GDPR Art. 12(3)).', label: 'Extend' },
  pause: { title: 'Ask the person', lead: 'The clock stands still until it is answered, where the regime allows it.', label: 'Send the question' },
  refusal: { title: 'Refuse the request', lead: 'The person is told, with the ground and where to complain.', label: 'Refuse' },
  cancellation: { title: 'Cancel the request', lead: 'For requests that the person took back. Identifiers are erased after the grace period.', label: 'Cancel the request' },
};

function Ask({ what, request, etag, close }: { what: Exclude<Ask, 'assign'>; request: RequestView; etag: string; close: () => void }) {
  const queries = useQueryClient();
  const codes = what === 'extension' ? extensionReasons : what === 'pause' ? pauseReasons : grounds;
  const [code, setCode] = useState(codes[0]!);
  const [question, setQuestion] = useState('');
  const at = { params: { path: { id: request.id }, header: { 'If-Match': etag } } };
  const send = useMutation({
    mutationFn: () => {
      switch (what) {
        case 'extension':
          return data(api.dsar.POST('/v1/requests/{id}/extension', { ...at, body: { reason: code } }));
        case 'pause':
          return data(api.dsar.POST('/v1/requests/{id}/pause', { ...at, body: { reason: code, question } }));
        case 'refusal':
          return data(api.dsar.POST('/v1/requests/{id}/refusal', { ...at, body: { ground: code } }));
        case 'cancellation':
          return data(api.dsar.POST('/v1/requests/{id}/cancellation', at));
      }
    },
    onSuccess: close,
    onSettled: () => queries.invalidateQueries({ queryKey: requestKey(request.id) }),
  });
  return (
    <Dialog
      open
      onClose={close}
      title={texts[what].title}
      lead={texts[what].lead}
      closeLabel="Back"
      actions={
        <Button
          kind={what === 'refusal' || what === 'cancellation' ? 'danger primary' : 'primary'}
          onPress={() => send.mutate()}
          isDisabled={send.isPending || (what === 'pause' && question.trim() === '')}
        >
          {texts[what].label}
        </Button>
      }
    >
      {what !== 'cancellation' && <Select label={what === 'refusal' ? 'Ground' : 'Reason'} value={code} onChange={setCode} options={options(codes)} />}
      {what === 'pause' && <TextInput label="Question" value={question} onChange={setQuestion} rows={4} maxLength={2000} required hint="Goes into the mail and is not kept." />}
      {send.isError && <Callout tone="bad">{explain(send.error)}</Callout>}
    </Dialog>
  );
}
