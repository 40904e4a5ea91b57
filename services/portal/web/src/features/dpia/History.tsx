import { useQuery } from '@tanstack/react-query';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { Badge, Card, Time, words } from '../../ui';
import { reasonText } from './reason';
import { partsKey, states, type Assessment, type Decision } from './model';

const stepNames: Partial<Record<Decision['step'], string>> = {
  open: 'Opened',
  edit: 'Subject changed',
  begin: 'Begun',
  submit: 'Submitted',
  requestChanges: 'Sent back',
  advise: 'The DPO’s opinion',
  answerAdvice: 'Opinion answered',
  recordViews: 'Views recorded',
  requestAcceptance: 'Acceptance asked for',
  acceptRisk: 'Risk accepted',
  refuseRisk: 'Risk refused',
  approve: 'Approved',
  startMonitoring: 'Put into force',
  declareReviewDue: 'Review due',
  reopen: 'Review begun',
  reject: 'Rejected',
  archive: 'Archived',
};

/** The service took the step: something changed, or a day came. */
const byItself = (id: string) => id === 'dpia';

/** Every step that was taken, by whom and with which words, and what called for a review. */
export function History({ assessment: a }: { assessment: Assessment }) {
  const triggers = useQuery({ queryKey: [...partsKey(a.id), 'triggers', 'all'], queryFn: () => data(api.dpia.GET('/v1/assessments/{id}/triggers', { params: { path: { id: a.id }, query: { limit: 100 } } })).then((p) => p.items) });
  const people = useQuery({ queryKey: [...partsKey(a.id), 'participants'], queryFn: () => data(api.dpia.GET('/v1/assessments/{id}/participants', { params: { path: { id: a.id } } })) });
  return (
    <div className="split">
      <Card title="Steps">
        <ol className="timeline">
          {[...a.decisions].reverse().map((d) => (
            <li key={d.number} className={d.step === 'approve' ? 'good' : d.step === 'reject' || d.step === 'declareReviewDue' ? 'bad' : ''}>
              <span className="what">
                <span className="strong">{stepNames[d.step] ?? words(d.step)}</span>
                {d.result && <span className="soft"> · {words(d.result).toLowerCase()}</span>}
                {d.from !== d.to && <span className="muted small"> → {states[d.to].label}</span>}
                {d.text && <span className="pre wrap-any soft block">{byItself(d.by) ? reasonText(d.text) : d.text}</span>}
              </span>
              <span className="when">
                <Time at={d.at} />
              </span>
              <span className="who">
                {byItself(d.by) ? 'by itself' : <PersonName id={d.by} />}
              </span>
            </li>
          ))}
        </ol>
      </Card>
      <aside className="stack-l" aria-label="About the assessment">
        <Card title="People" hint="authors can’t approve" flush>
          <ul className="lines">
            {(people.data ?? []).filter((p) => !byItself(p.id)).map((p) => (
              <li key={p.id} className="line">
                <span className="grow wrap-any">{p.name}</span>
                {p.isAuthor && <Badge>author</Badge>}
              </li>
            ))}
          </ul>
        </Card>
        {(triggers.data?.length ?? 0) > 0 && (
          <Card title="Reasons for review" flush>
            <ul className="lines">
              {triggers.data!.map((t) => (
                <li key={t.id} className="line">
                  <span className="grow">
                    <span className="wrap-any">{reasonText(t.reason)}</span>{' '}
                    <span className="muted small">
                      {words(t.kind)}, <Time at={t.at} />
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </Card>
        )}
      </aside>
    </div>
  );
}
