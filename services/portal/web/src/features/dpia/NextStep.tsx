import { useQuery } from '@tanstack/react-query';
import { CalendarClock, CheckCircle2, CircleAlert, Landmark, PenLine, Scale, UserRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Button, Callout, Day, dueText, failed, words } from '../../ui';
import { at, current, partsKey, type Assessment, type Progress } from './model';
import { reasonText } from './reason';
import { StepDialog, type Step } from './StepDialog';
import { stepsOf } from './steps';

interface Props {
  assessment: Assessment;
  etag: string;
  progress: Progress;
}

/** What has to happen next and by whom, with its buttons. */
export function NextStep({ assessment: a, etag, progress }: Props) {
  const { can, user } = useSession();
  const [step, setStep] = useState<Step | null>(null);
  const steps = stepsOf(a, etag);
  const people = useQuery({ queryKey: [...partsKey(a.id), 'participants'], queryFn: () => data(api.dpia.GET('/v1/assessments/{id}/participants', at(a.id))), enabled: can('dpia:approve') });
  const triggers = useQuery({ queryKey: [...partsKey(a.id), 'triggers'], queryFn: () => data(api.dpia.GET('/v1/assessments/{id}/triggers', { params: { path: { id: a.id }, query: { limit: 5 } } })).then((p) => p.items), enabled: a.state === 'reviewDue' });
  const screening = useQuery({ queryKey: ['dpia', 'screening-result', a.screeningId], queryFn: () => data(api.dpia.GET('/v1/screenings/{id}', at(a.screeningId!))), enabled: a.state === 'screening' && !!a.screeningId });
  const advice = current(a, 'advise');
  const accepted = current(a, 'acceptRisk');
  const [writes, advises, accepts, approves] = [can('dpia:write'), can('dpia:advise'), can('dpia:accept-risk'), can('dpia:approve')];
  const button = (label: string, next: Step, primary = false, disabled = false) => (
    <Button kind={primary ? 'primary' : 'plain'} onPress={() => setStep(next)} isDisabled={disabled}>
      {label}
    </Button>
  );
  const signOff = async () => {
    try {
      setStep(steps.approve((await data(api.dpia.GET('/v1/assessments/{id}/document', at(a.id)))).documentHash));
    } catch (e) {
      failed(e);
    }
  };
  const own = people.data?.find((p) => p.id === user.id)?.isAuthor ? 'You wrote on it, or are tied to somebody who did' : advice?.by === user.id ? 'You gave the opinion' : null;
  const decision = approves ? (
    own ? (
      <p className="small soft">{own}: somebody else has to approve.</p>
    ) : (
      <Button kind="primary" onPress={() => void signOff()} isDisabled={!people.data}>
        Approve…
      </Button>
    )
  ) : null;

  const view = ((): { tone?: 'warn' | 'good' | 'bad'; icon: ReactNode; title: ReactNode; text: ReactNode; actions?: ReactNode } | null => {
    switch (a.state) {
      case 'screening':
        return { icon: <PenLine size={18} aria-hidden />, title: 'Not begun', text: screening.data?.result === 'required' ? 'The screening requires an assessment.' : 'No screening requires it.', actions: writes && button('Begin…', steps.begin(screening.data?.result === 'required'), true) };
      case 'draft':
      case 'changesRequested': {
        const back = [...a.decisions].reverse().find((d) => d.step === 'requestChanges' || d.step === 'refuseRisk');
        return {
          ...(a.state === 'changesRequested' ? { tone: 'warn' as const } : {}),
          icon: <PenLine size={18} aria-hidden />,
          title: a.state === 'draft' ? (progress.percent === 100 ? 'Complete: ready to be submitted' : `Being written: ${progress.percent}% of what is required is there`) : `Sent back by ${back?.byName ?? 'the DPO'}`,
          text: a.state === 'draft' ? 'What you write is saved by itself. Several people can write at once.' : <span className="pre wrap-any">{back?.text}</span>,
          actions: writes && button('Submit…', steps.submit, true, progress.percent < 100),
        };
      }
      case 'dpoReview':
        if (!advice)
          return { icon: <Scale size={18} aria-hidden />, title: advises ? 'Your opinion is asked for' : 'Waiting for the DPO’s opinion', text: 'The DPO evaluates the sections and gives an opinion, or sends the assessment back.', actions: advises && <>{button('Give the opinion…', steps.advise, true)}{button('Send back…', steps.sendBack)}</> };
        return {
          icon: <Scale size={18} aria-hidden />,
          title: `The DPO’s opinion: ${words(advice.result ?? '').toLowerCase()}`,
          text: <span className="pre wrap-any">{advice.text}</span>,
          actions: (
            <>
              {writes && advice.result !== 'favourable' && !current(a, 'answerAdvice') && button('Answer the opinion…', steps.answer, true)}
              {writes && (advice.result === 'favourable' || current(a, 'answerAdvice')) && button('Record people’s views…', steps.views, true)}
              {advises && button('Send back…', steps.sendBack)}
            </>
          ),
        };
      case 'viewsRecorded':
        return { icon: <UserRound size={18} aria-hidden />, title: 'People’s views are recorded', text: 'Next, whoever answers for the processing accepts what remains of the risk.', actions: <>{writes && button('Ask for acceptance…', steps.askAcceptance, true)}{advises && button('Send back…', steps.sendBack)}</> };
      case 'riskAcceptance':
        return accepted
          ? { icon: <CheckCircle2 size={18} aria-hidden />, title: approves && !own ? 'Your decision' : 'Waiting for approval', text: <>{accepted.byName} accepted what remains of the risk: <span className="wrap-any">{accepted.text}</span></>, actions: <>{decision}{approves && !own && button('Reject…', steps.reject)}</> }
          : { icon: <Scale size={18} aria-hidden />, title: accepts ? 'Do you accept what remains of the risk?' : 'Waiting for the risk to be accepted', text: `Highest remaining risk: ${progress.highestResidual ?? 'not rated'}.`, actions: accepts && <>{button('Accept the risk…', steps.accept, true)}{button('Refuse…', steps.refuse)}</> };
      case 'priorConsultation': {
        const c = a.consultation;
        return {
          tone: 'warn',
          icon: <Landmark size={18} aria-hidden />,
          title: !c ? 'A high risk remains: the supervisory authority has to be consulted first' : c.outcome ? `${c.authority}: ${words(c.outcome).toLowerCase()}` : <>{c.authority} has until <Day on={c.dueOn} /></>,
          text: !c ? 'GDPR Art. 36(1). Nobody can approve before it has answered, or its time has run out.' : <>Reference {c.reference}, received <Day on={c.submittedOn} />. {!c.outcome && (c.suspendedOn ? 'The clock stands still.' : dueText(c.dueOn))}</>,
          actions: (
            <>
              {advises && !c && button('The authority has it…', steps.consult, true)}
              {advises && c && !c.outcome && (
                <>
                  {button('Outcome…', steps.conclude, true)}
                  {!c.extended && button('Extended…', steps.clock('extension'))}
                  {c.suspendedOn ? button('Clock runs on…', steps.clock('resumption')) : button('Clock stands still…', steps.clock('suspension'))}
                </>
              )}
              {c?.outcome && decision}
              {advises && button('Send back…', steps.sendBack)}
            </>
          ),
        };
      }
      case 'approved':
        return { tone: 'good', icon: <CheckCircle2 size={18} aria-hidden />, title: `Approved: version ${a.approvedVersions}`, text: 'Say when it is looked at again, and it is in force.', actions: writes && button('Put into force…', steps.monitor, true) };
      case 'monitoring':
        return { tone: 'good', icon: <CalendarClock size={18} aria-hidden />, title: 'In force', text: a.reviewOn ? <>Next review <Day on={a.reviewOn} />, {dueText(a.reviewOn)}; earlier if the processing changes.</> : 'It is reviewed when the processing changes.', actions: writes && button('Review now…', steps.review) };
      case 'reviewDue':
        return {
          tone: 'bad',
          icon: <CircleAlert size={18} aria-hidden />,
          title: 'Review is due',
          text: (
            <ul className="stack-s">
              {(triggers.data ?? []).map((t) => (
                <li key={t.id} className="wrap-any">
                  {reasonText(t.reason)}
                </li>
              ))}
            </ul>
          ),
          actions: writes && button('Begin the review…', steps.reopen, true),
        };
      default: {
        const end = [...a.decisions].reverse().find((d) => d.step === 'reject' || d.step === 'archive');
        return { icon: <CircleAlert size={18} aria-hidden />, title: a.state === 'rejected' ? 'Rejected' : 'Archived', text: end && <>By {end.byName}: <span className="wrap-any">{end.text}</span></> };
      }
    }
  })();
  if (!view) return null;
  return (
    <section aria-label="What is next" className="next-step">
      <Callout {...(view.tone ? { tone: view.tone === 'bad' ? 'warn' : view.tone } : {})} icon={view.icon}>
        <div className="row">
          <div className="grow">
            <h2>{view.title}</h2>
            <div className="soft">{view.text}</div>
            {a.state === 'dpoReview' && current(a, 'answerAdvice') && <p className="small soft wrap-any">Answered by <PersonName id={current(a, 'answerAdvice')!.by} />: {current(a, 'answerAdvice')!.text}</p>}
          </div>
          {view.actions && <div className="row">{view.actions}</div>}
        </div>
      </Callout>
      {step && <StepDialog step={step} onClose={() => setStep(null)} />}
    </section>
  );
}
