import { useQuery } from '@tanstack/react-query';
import { ArrowRight, CircleCheck, CircleHelp, Scale } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { api, data, tagged } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Button, Callout, Card, Day, Facts, Loaded, PageHead, Scroll, Time, words } from '../../ui';
import { at, screeningResults, type Criterion, type Screening } from './model';
import { NewAssessmentDialog } from './NewAssessmentDialog';
import { ScreeningDecision } from './ScreeningDecision';
import './dpia.css';

const explained = {
  required: {
    icon: <Scale size={18} aria-hidden />,
    2: 'The law itself names this kind of processing: there is no way around an assessment.',
    3: 'It is on a list of the supervisory authority.',
    4: 'Two or more criteria for a high risk are met.',
  },
  judgement: { icon: <CircleHelp size={18} aria-hidden />, 4: 'One criterion is met. Somebody has to judge whether a high risk is likely, and write down why.' },
  notRequired: { icon: <CircleCheck size={18} aria-hidden />, 1: 'An exemption applies.', 4: 'No criterion for a high risk is met. Keep the screening: it is the proof that the question was asked.' },
} as Record<string, Record<number, string> & { icon: React.ReactNode }>;

/** "eu-2018-05-25" → "EU, in force since 25 May 2018". */
function rulesOf(code: string) {
  const [, law, day] = /^([a-z-]+?)-(\d{4}-\d{2}-\d{2})$/.exec(code) ?? [];
  return law && day ? <>{law.toUpperCase()}, in force since <Day on={day} /></> : code;
}

/** The result of a screening, why, and what follows. */
export default function ScreeningPage() {
  const { id } = useParams() as { id: string };
  const screening = useQuery({ queryKey: ['dpia', 'screening', id], queryFn: () => tagged(api.dpia.GET('/v1/screenings/{id}', at(id))) });
  return (
    <Loaded query={screening} lines={8}>
      {({ value, etag }) => <Result screening={value} etag={etag} />}
    </Loaded>
  );
}

function Result({ screening: s, etag }: { screening: Screening; etag: string }) {
  const { can } = useSession();
  const [opening, setOpening] = useState(false);
  const criteria = useQuery({
    queryKey: ['dpia', 'criteria', s.jurisdiction],
    queryFn: () => data(api.dpia.GET('/v1/criteria', { params: { query: { jurisdiction: s.jurisdiction } } })),
    staleTime: Infinity,
  });
  const text = (code: string): Criterion | undefined => criteria.data?.questions.find((q) => q.code === code);
  const tone = screeningResults[s.result].tone;
  const last = s.decisions.at(-1)!;
  return (
    <>
      <PageHead
        crumbs={[{ to: '/assessments', label: 'Assessments' }, { to: '/assessments/screenings', label: 'Screenings' }]}
        title={s.title}
        aside={<Badge tone={tone} dot>{screeningResults[s.result].label}</Badge>}
        lead={<>Screened by <PersonName id={s.screenedBy} />, <Time at={s.screenedAt} /></>}
      />
      <Callout tone={s.result === 'notRequired' ? 'good' : s.result === 'required' ? 'info' : 'warn'} icon={explained[s.result]?.icon}>
        <div className="row">
          <div className="grow">
            <p className="strong">{screeningResults[s.result].label}</p>
            <p>{last.kind === 'evaluated' ? explained[s.result]?.[s.step] : <>{last.kind === 'judged' ? 'Judged' : 'Overridden'} by <PersonName id={last.by} />: <span className="wrap-any">{last.reason}</span></>}</p>
          </div>
          {can('dpia:write') && s.result !== 'judgement' && (
            <Button kind={s.result === 'required' ? 'primary' : 'plain'} onPress={() => setOpening(true)}>
              {s.result === 'required' ? 'Open the assessment' : 'Assess all the same'} <ArrowRight size={15} aria-hidden />
            </Button>
          )}
        </div>
      </Callout>
      <ScreeningDecision screening={s} etag={etag} />
      <div className="split">
        <Card title="Why" flush>
          <ul className="lines">
            {s.reasons.map((r) => (
              <li key={r.code} className="line">
                <span className="grow">
                  <span className="strong">{text(r.code)?.text ?? r.code}</span> <span className="muted small">{r.source}</span>
                </span>
              </li>
            ))}
            {s.reasons.length === 0 && <li className="line muted">Nothing was answered with yes.</li>}
          </ul>
        </Card>
        <Card title="About">
          <Facts
            items={[
              ['Law of', s.jurisdiction],
              ['Rules', rulesOf(s.ruleSet)],
              ['Criteria met', `${s.criteria.length} of 9`],
              ['Processing', <span key="d" className="pre wrap-any">{s.description}</span>],
            ]}
          />
        </Card>
      </div>
      <Card title="Answers" flush>
        <Scroll label="Answers">
          <table className="table cards">
            <thead>
              <tr>
                <th>Question</th>
                <th>Answer</th>
                <th>Known from</th>
              </tr>
            </thead>
            <tbody>
              {s.answers.map((a) => (
                <tr key={a.code}>
                  <td>{text(a.code)?.text ?? words(a.code)}</td>
                  <td>{a.yes ? <Badge tone="note">Yes</Badge> : <span className="muted">No</span>}</td>
                  <td className="soft wrap-any">{a.source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </Card>
      {opening && <NewAssessmentDialog open onClose={() => setOpening(false)} from={s} />}
    </>
  );
}
