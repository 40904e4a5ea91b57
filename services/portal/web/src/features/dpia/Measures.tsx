import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Button, Day, daysUntil, dueText, failed, Loaded, Menu } from '../../ui';
import { MeasureDialog } from './MeasureDialog';
import { at, etagOf, isEditable, measureStates, partsKey, type Assessment, type Measure, type MeasureState } from './model';
import { nameOf } from './RiskMap';
import { useRisks } from './SectionRisk';

/** What stands or will stand against the risks: whose it is, until when, how far. */
export function Measures({ assessment }: { assessment: Assessment }) {
  const { can } = useSession();
  const measures = useQuery({ queryKey: [...partsKey(assessment.id), 'measures'], queryFn: () => data(api.dpia.GET('/v1/assessments/{id}/measures', at(assessment.id))), refetchInterval: 15_000 });
  const [editing, setEditing] = useState<Measure | 'new' | null>(null);
  const writes = can('dpia:write') && isEditable(assessment);
  return (
    <div className="stack">
      <Loaded query={measures}>
        {(all) =>
          all.length === 0 ? (
            <p className="muted">No measures yet. At least one is needed before the assessment can be submitted.</p>
          ) : (
            <ul className="lines bordered">
              {all.map((m) => (
                <MeasureLine key={m.id} assessment={assessment} measure={m} onEdit={writes ? () => setEditing(m) : undefined} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {writes && (
        <div>
          <Button onPress={() => setEditing('new')}>
            <Plus size={15} aria-hidden /> Add a measure
          </Button>
        </div>
      )}
      {editing && <MeasureDialog key={editing === 'new' ? 'new' : editing.id} assessment={assessment} measure={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </div>
  );
}

function MeasureLine({ assessment, measure: m, onEdit }: { assessment: Assessment; measure: Measure; onEdit: (() => void) | undefined }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const risks = useRisks(assessment.id).data ?? [];
  const open = m.state === 'planned' || m.state === 'inProgress';
  const moves = can('dpia:write') && (isEditable(assessment) || ['approved', 'monitoring', 'reviewDue'].includes(assessment.state));
  const move = useMutation({
    mutationFn: (state: MeasureState) => data(api.dpia.POST('/v1/assessments/{id}/measures/{measureId}/state', { params: { path: { id: assessment.id, measureId: m.id }, header: { 'If-Match': etagOf(m.version) } }, body: { state } })),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: partsKey(assessment.id) }),
  });
  const linked = risks.filter((r) => m.riskIds.includes(r.id));
  const lowers = [m.lowersSeverity > 0 && `severity −${m.lowersSeverity}`, m.lowersLikelihood > 0 && `likelihood −${m.lowersLikelihood}`].filter(Boolean).join(', ');
  return (
    <li className="line measure">
      <span className="grow">
        {onEdit ? (
          <button type="button" className="link-button strong wrap-any" onClick={onEdit}>
            {m.title}
          </button>
        ) : (
          <span className="strong wrap-any">{m.title}</span>
        )}
        <span className="muted small wrap-any">
          {m.description}
          {linked.length > 0 && ` · against ${linked.map((r) => nameOf(risks, r)).join(', ')}`}
          {lowers && ` · ${lowers}`}
        </span>
      </span>
      <span className="small soft">
        <PersonName id={m.ownerId} nobody="nobody’s" />
      </span>
      {m.dueOn && (
        <span className="row-tight small">
          <Day on={m.dueOn} /> {open && daysUntil(m.dueOn) <= 14 && <Badge tone={daysUntil(m.dueOn) < 0 ? 'bad' : 'warn'}>{dueText(m.dueOn)}</Badge>}
        </span>
      )}
      {moves ? (
        <Menu
          label={`State of ${m.title}`}
          trigger={
            <Button small aria-label={`${measureStates[m.state].label}: change the state of ${m.title}`}>
              {measureStates[m.state].label}
            </Button>
          }
          actions={(Object.keys(measureStates) as MeasureState[])
            .filter((s) => s !== m.state && (s !== 'dropped' || isEditable(assessment)))
            .map((s) => ({ id: s, label: measureStates[s].label, onAction: () => move.mutate(s) }))}
        />
      ) : (
        <Badge tone={measureStates[m.state].tone}>{measureStates[m.state].label}</Badge>
      )}
    </li>
  );
}
