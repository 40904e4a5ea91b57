import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, Plus } from 'lucide-react';
import { useState } from 'react';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Button, Card, Day, dueText, Empty, failed, Loaded, said } from '../../ui';
import { etagOf, isOpen, partsKey, taskKinds, type Assessment, type Task, type Template } from './model';
import { AssignDialog, DelegateDialog } from './TaskDialogs';

/** Who is asked to do what until when. */
export function Tasks({ assessment, template }: { assessment: Assessment; template: Template }) {
  const { can } = useSession();
  const [assigning, setAssigning] = useState(false);
  const tasks = useQuery({
    queryKey: [...partsKey(assessment.id), 'tasks'],
    queryFn: () => data(api.dpia.GET('/v1/tasks', { params: { query: { assessmentId: assessment.id, limit: 200 } } })).then((p) => p.items),
    refetchInterval: 15_000,
  });
  const may = can('dpia:write') && isOpen(assessment);
  return (
    <Card
      title="Tasks"
      hint="whoever hands a task on, and whoever takes it, count as one for the four eyes"
      flush
      actions={
        may && (
          <Button small onPress={() => setAssigning(true)}>
            <Plus size={14} aria-hidden /> Assign a task
          </Button>
        )
      }
    >
      <Loaded query={tasks}>
        {(all) =>
          all.length === 0 ? (
            <Empty title="No tasks" />
          ) : (
            <ul className="lines">
              {[...all].sort((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open') || a.dueOn.localeCompare(b.dueOn)).map((t) => (
                <TaskLine key={t.id} task={t} template={template} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {assigning && <AssignDialog assessment={assessment} template={template} onClose={() => setAssigning(false)} />}
    </Card>
  );
}

function TaskLine({ task: t, template }: { task: Task; template: Template }) {
  const { can, user } = useSession();
  const queries = useQueryClient();
  const [handing, setHanding] = useState(false);
  const change = useMutation({
    mutationFn: (how: 'completion' | 'cancellation') => {
      const options = { params: { path: { id: t.id }, header: { 'If-Match': etagOf(t.version) } } };
      return how === 'completion' ? data(api.dpia.POST('/v1/tasks/{id}/completion', options)) : data(api.dpia.POST('/v1/tasks/{id}/cancellation', options));
    },
    onSuccess: (_, how) => said(how === 'completion' ? 'Done.' : 'Taken back.'),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['dpia'] }),
  });
  const target = template.sections.find((s) => s.id === t.target)?.title ?? template.sections.flatMap((s) => s.questions ?? []).find((q) => q.id === t.target)?.title;
  const open = t.state === 'open';
  return (
    <li className="line task">
      <span className="grow">
        <span className="strong">{taskKinds[t.kind]}</span> {target && <span className="soft">{target}</span>}
        <span className="small soft pre wrap-any block">{t.note}</span>
        <span className="small muted block">
          <PersonName id={t.assigneeId} />, asked by <PersonName id={t.assignedBy} />
          {t.delegations.map((d, i) => (
            <span key={i} className="block wrap-any">
              <PersonName id={d.fromId} /> handed it to <PersonName id={d.toId} />: {d.reason}
            </span>
          ))}
        </span>
      </span>
      {open ? (
        <span className="row-tight small">
          <Day on={t.dueOn} /> <Badge tone={t.overdue ? 'bad' : 'plain'}>{dueText(t.dueOn)}</Badge>
        </span>
      ) : (
        <Badge tone={t.state === 'done' ? 'good' : 'plain'}>{t.state === 'done' ? 'Done' : 'Taken back'}</Badge>
      )}
      {open && t.assigneeId === user.id && (
        <>
          <Button small kind="primary" onPress={() => change.mutate('completion')} isDisabled={change.isPending}>
            <Check size={14} aria-hidden /> Done
          </Button>
          <Button small onPress={() => setHanding(true)}>
            Hand on…
          </Button>
        </>
      )}
      {open && can('dpia:write') && t.assignedBy === user.id && (
        <Button small kind="quiet" onPress={() => change.mutate('cancellation')} isDisabled={change.isPending}>
          Take back
        </Button>
      )}
      {handing && <DelegateDialog task={t} onClose={() => setHanding(false)} />}
    </li>
  );
}
