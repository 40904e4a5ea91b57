import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { explain } from '../../api/problem';
import { Button, Callout, Card, Loaded, PageHead, Select, TextInput } from '../../ui';
import type { Criterion } from './model';
import { StorePicker } from './StorePicker';
import { WizardStep, type Given } from './WizardStep';
import './dpia.css';

const jurisdictions = [
  { id: 'EU', label: 'European Union' },
  { id: 'GB', label: 'United Kingdom' },
];

/** Whether processing needs an assessment: one question after the other, in the order of the law. */
export default function ScreeningWizard() {
  const [about, setAbout] = useState({ title: '', description: '', jurisdiction: 'EU', stores: [] as string[] });
  const [step, setStep] = useState(0);
  const [answers, setAnswers] = useState<Record<string, Given>>({});
  const criteria = useQuery({
    queryKey: ['dpia', 'criteria', about.jurisdiction],
    queryFn: () => data(api.dpia.GET('/v1/criteria', { params: { query: { jurisdiction: about.jurisdiction } } })),
    staleTime: Infinity,
  });
  return (
    <>
      <PageHead crumbs={[{ to: '/assessments', label: 'Assessments' }, { to: '/assessments/screenings', label: 'Screenings' }]} title="Screen processing" lead="Does it need an impact assessment? A few questions, each with the rule that asks it." />
      {step === 0 ? (
        <Card title="What is it about?">
          <form
            className="stack narrow"
            onSubmit={(e) => {
              e.preventDefault();
              setStep(1);
            }}
          >
            <TextInput label="Title" value={about.title} onChange={(title) => setAbout({ ...about, title })} required maxLength={200} autoFocus />
            <TextInput label="What is done with the data" value={about.description} onChange={(description) => setAbout({ ...about, description })} rows={3} required maxLength={4000} />
            <Select label="Whose law applies" value={about.jurisdiction} onChange={(jurisdiction) => setAbout({ ...about, jurisdiction })} options={jurisdictions} />
            <StorePicker value={about.stores} onChange={(stores) => setAbout({ ...about, stores })} />
            <div className="row">
              <Button type="submit" kind="primary" isDisabled={about.title.trim() === '' || about.description.trim() === ''}>
                Begin
              </Button>
            </div>
          </form>
        </Card>
      ) : (
        <Loaded query={criteria}>{(c) => <Questions about={about} questions={c.questions} step={step} setStep={setStep} answers={answers} setAnswers={setAnswers} />}</Loaded>
      )}
    </>
  );
}

interface Props {
  about: { title: string; description: string; jurisdiction: string; stores: string[] };
  questions: Criterion[];
  step: number;
  setStep: (step: number) => void;
  answers: Record<string, Given>;
  setAnswers: (answers: Record<string, Given>) => void;
}

function Questions({ about, questions, step, setStep, answers, setAnswers }: Props) {
  const navigate = useNavigate();
  const key = useRef(newKey());
  const place = useRef<HTMLDivElement>(null);
  const suggestions = useQuery({
    queryKey: ['dpia', 'suggestions', about.stores],
    queryFn: () => data(api.dpia.GET('/v1/screening-suggestions', { params: { query: { dataStoreId: about.stores } } })),
    enabled: about.stores.length > 0,
    staleTime: Infinity,
  });
  const finish = useMutation({
    mutationFn: (given: Record<string, Given>) =>
      data(
        api.dpia.POST('/v1/screenings', {
          params: { header: { 'Idempotency-Key': key.current } },
          body: { title: about.title.trim(), description: about.description.trim(), jurisdiction: about.jurisdiction, answers: Object.entries(given).map(([code, a]) => ({ code, yes: a.yes, source: a.source.trim() })) },
        }),
      ),
    onSuccess: (screening) => void navigate(`/assessments/screenings/${screening.id}`, { replace: true }),
    onError: () => (key.current = newKey()),
  });
  const question = questions[step - 1]!;
  // Each step begins at its question, by keyboard and for the ear too.
  useEffect(() => place.current?.focus(), [step]);

  const answer = (given: Given) => {
    const all = { ...answers, [question.code]: given };
    setAnswers(all);
    // The first step of the law that has an answer decides; the remaining ones need not be asked.
    if (step === questions.length || (given.yes && question.kind === 'exemption')) finish.mutate(all);
    else setStep(step + 1);
  };

  return (
    <Card title={about.title} hint={`question ${step} of ${questions.length}`}>
      <div className="stack-l" ref={place} tabIndex={-1} role="group" aria-label={`Question ${step} of ${questions.length}`}>
        <div className="bar" role="progressbar" aria-label="How far the screening is" aria-valuenow={step - 1} aria-valuemin={0} aria-valuemax={questions.length}>
          <span style={{ width: `${(100 * (step - 1)) / questions.length}%` }} />
        </div>
        <WizardStep
          key={question.code}
          question={question}
          given={answers[question.code]}
          lastSource={answers[questions[step - 2]?.code ?? '']?.source ?? ''}
          suggestion={suggestions.data?.suggestions.find((s) => s.code === question.code)}
          last={step === questions.length}
          busy={finish.isPending}
          onBack={() => setStep(step - 1)}
          onAnswer={answer}
        />
        {finish.isError && <Callout tone="bad">{explain(finish.error)}</Callout>}
      </div>
    </Card>
  );
}
