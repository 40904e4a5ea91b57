import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, data, newKey } from '../../api/client';
import { explain } from '../../api/problem';
import { useSession } from '../../app/session';
import { Button, Callout, Dialog, Select, TextInput } from '../../ui';
import { etagOf, taskKinds, type Assessment, type Task, type TaskKind, type Template } from './model';
import { PersonSelect } from './PersonSelect';

/** Who may do a task, by what it asks. */
const needs: Record<TaskKind, string> = { write: 'dpia:write', review: 'dpia:comment', views: 'dpia:write', acceptRisk: 'dpia:accept-risk', approve: 'dpia:approve', followUp: 'dpia:read' };

export function AssignDialog({ assessment, template, onClose }: { assessment: Assessment; template: Template; onClose: () => void }) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<TaskKind>('write');
  const [who, setWho] = useState('');
  const [target, setTarget] = useState('');
  const [due, setDue] = useState('');
  const [note, setNote] = useState('');
  const key = useRef(newKey());
  const assign = useMutation({
    mutationFn: () =>
      data(
        api.dpia.POST('/v1/assessments/{id}/tasks', {
          params: { path: { id: assessment.id }, header: { 'Idempotency-Key': key.current } },
          body: { kind, assigneeId: who, dueOn: due, note: note.trim(), target: target || null },
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['dpia'] });
      onClose();
    },
    onError: () => (key.current = newKey()),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Assign a task"
      actions={
        <Button kind="primary" onPress={() => assign.mutate()} isDisabled={assign.isPending || !who || !due || note.trim() === ''}>
          Assign
        </Button>
      }
    >
      <Select
        label="What"
        value={kind}
        onChange={(k) => {
          setKind(k);
          setWho('');
        }}
        options={Object.entries(taskKinds).map(([id, label]) => ({ id: id as TaskKind, label }))}
      />
      <PersonSelect label="Who" permission={needs[kind]} value={who} onChange={setWho} />
      <Select label="About" value={target} onChange={setTarget} options={[{ id: '', label: 'The whole assessment' }, ...template.sections.map((s) => ({ id: s.id, label: s.title }))]} />
      <TextInput label="Until" type="date" value={due} onChange={setDue} required />
      <TextInput label="What is asked" value={note} onChange={setNote} rows={3} required maxLength={4000} />
      {assign.isError && <Callout tone="bad">{explain(assign.error)}</Callout>}
    </Dialog>
  );
}

export function DelegateDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const { user } = useSession();
  const queries = useQueryClient();
  const [who, setWho] = useState('');
  const [reason, setReason] = useState('');
  const hand = useMutation({
    mutationFn: () => data(api.dpia.POST('/v1/tasks/{id}/delegation', { params: { path: { id: task.id }, header: { 'If-Match': etagOf(task.version) } }, body: { toId: who, reason: reason.trim() } })),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['dpia'] }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Hand the task on"
      lead="From then on the two of you count as one: if one of you wrote, neither can approve."
      actions={
        <Button kind="primary" onPress={() => hand.mutate()} isDisabled={hand.isPending || !who || reason.trim() === ''}>
          Hand on
        </Button>
      }
    >
      <PersonSelect label="To" permission={needs[task.kind]} value={who} onChange={setWho} without={user.id} />
      <TextInput label="Why" value={reason} onChange={setReason} rows={2} required maxLength={4000} />
      {hand.isError && <Callout tone="bad">{explain(hand.error)}</Callout>}
    </Dialog>
  );
}
