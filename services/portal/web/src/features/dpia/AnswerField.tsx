import { useQueryClient } from '@tanstack/react-query';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { Time } from '../../ui';
import { AnswerText } from './AnswerText';
import { useAutosave } from './autosave';
import { QuestionField } from './fields';
import { etagOf, partsKey, type Answer, type Assessment, type Question, type Value } from './model';
import { SaveState, SaveTrouble } from './SaveState';

/** One question that is being answered: saved while one types, under the answer's own version. */
export function AnswerField({ question: q, answer, assessment }: { question: Question; answer: Answer; assessment: Assessment }) {
  const queries = useQueryClient();
  const path = { id: assessment.id, questionId: q.id };
  const auto = useAutosave<Value>(
    { value: answer.value, version: answer.version },
    async (value, version) => {
      const body = q.kind === 'list' ? { list: (value.list ?? []).map((l) => l.trim()).filter(Boolean) } : value;
      const saved = (await data(api.dpia.PUT('/v1/assessments/{id}/answers/{questionId}', { params: { path, header: { 'If-Match': etagOf(version) } }, body: body as never }))) as Answer;
      queries.setQueryData<Answer[]>([...partsKey(assessment.id), 'answers'], (all) => all?.map((a) => (a.questionId === q.id ? saved : a)));
      return saved;
    },
    (body) => {
      const { current } = body as { current: Answer };
      queries.setQueryData<Answer[]>([...partsKey(assessment.id), 'answers'], (all) => all?.map((a) => (a.questionId === q.id ? current : a)));
      return current;
    },
    () => void queries.invalidateQueries({ queryKey: [...partsKey(assessment.id), 'progress'] }),
  );
  return (
    <div className="stack-s" onBlur={() => void auto.save()}>
      <QuestionField question={q} value={auto.draft} onChange={auto.change} assessment={assessment} />
      <SaveTrouble status={auto.status} error={auto.error} again={auto.again} resolve={auto.resolve} who={<PersonName id={answer.writtenBy} nobody="Somebody" />} theirs={<AnswerText question={q} value={auto.theirs?.value} assessment={assessment} />} />
      <div className="row question-foot">
        <SaveState status={auto.status} />
        {answer.writtenBy && answer.writtenAt && auto.status === 'idle' && (
          <span className="muted small">
            <PersonName id={answer.writtenBy} />, <Time at={answer.writtenAt} />
          </span>
        )}
      </div>
    </div>
  );
}
