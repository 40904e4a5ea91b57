import { Lightbulb } from 'lucide-react';
import { useState } from 'react';
import type { components } from '../../api/generated/dpia';
import { Button, Callout, TextInput } from '../../ui';
import type { Criterion } from './model';
import { Choices } from './fields';

export interface Given {
  yes: boolean;
  source: string;
}

const kinds: Record<Criterion['kind'], string> = {
  exemption: 'Exemptions',
  mandatory: 'Always required',
  listed: 'Lists of the authorities',
  listedWithCriterion: 'Lists of the authorities',
  criterion: 'Criteria for a high risk',
};

interface Props {
  question: Criterion;
  given?: Given | undefined;
  lastSource: string;
  suggestion?: components['schemas']['AnswerSuggestion'] | undefined;
  last: boolean;
  busy: boolean;
  onBack: () => void;
  onAnswer: (given: Given) => void;
}

export function WizardStep({ question, given, lastSource, suggestion, last, busy, onBack, onAnswer }: Props) {
  const [yes, setYes] = useState<boolean | null>(given?.yes ?? null);
  const [source, setSource] = useState(given?.source ?? lastSource);
  return (
    <form
      className="stack-l narrow"
      onSubmit={(e) => {
        e.preventDefault();
        if (yes !== null && source.trim() !== '') onAnswer({ yes, source });
      }}
    >
      <div className="stack-s">
        <p className="muted small">
          {kinds[question.kind]} · {question.source}
        </p>
        <h3 className="question">{question.text}</h3>
      </div>
      {suggestion && (
        <Callout icon={<Lightbulb size={17} aria-hidden />}>
          <p>
            <span className="strong">The data map suggests {suggestion.suggestion === 'unclear' ? 'to look closer' : suggestion.suggestion}.</span> {suggestion.reason}
          </p>
          {suggestion.evidence.length > 0 && <p className="small mono wrap-any">{(suggestion.evidence as string[]).slice(0, 6).join(', ')}{suggestion.evidence.length > 6 && ' …'}</p>}
        </Callout>
      )}
      <Choices
        label="Your answer"
        value={yes === null ? [] : [yes ? 'yes' : 'no']}
        onChange={([chosen]) => setYes(chosen === 'yes')}
        options={[
          { code: 'yes', text: 'Yes' },
          { code: 'no', text: 'No' },
        ]}
      />
      <TextInput label="Where you know it from" value={source} onChange={setSource} required maxLength={500} hint="A document, a person’s role, the data map; for an exemption, its reference." />
      <div className="row">
        <Button onPress={onBack} isDisabled={busy}>
          Back
        </Button>
        <Button type="submit" kind="primary" isDisabled={yes === null || source.trim() === '' || busy}>
          {last || (yes && question.kind === 'exemption') ? 'See the result' : 'Next'}
        </Button>
      </div>
    </form>
  );
}
