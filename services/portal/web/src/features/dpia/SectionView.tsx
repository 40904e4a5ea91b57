import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useSession } from '../../app/session';
import { Button, cx } from '../../ui';
import { AnswerField } from './AnswerField';
import { AnswerText } from './AnswerText';
import { Comments } from './Comments';
import { EvaluationLine } from './EvaluationLine';
import { Measures } from './Measures';
import { isEditable, type Answer, type Assessment, type Comment, type Evaluation, type Section } from './model';
import { OwnRisks, SectionRisk } from './SectionRisk';

interface Props {
  assessment: Assessment;
  section: Section;
  answers: ReadonlyMap<string, Answer>;
  isShown: (question: string) => boolean;
  comments: Comment[];
  evaluations: Evaluation[];
  previous: Section | undefined;
  next: Section | undefined;
  go: (section: string) => void;
}

export function SectionView({ assessment, section, answers, isShown, comments, evaluations, previous, next, go }: Props) {
  const { can } = useSession();
  const writes = can('dpia:write') && isEditable(assessment);
  const questions = (section.questions ?? []).filter((q) => isShown(q.id));
  return (
    <div className="stack-l">
      {section.help && <p className="soft">{section.help}</p>}
      <EvaluationLine assessment={assessment} target={section.id} of={section.title} evaluations={evaluations} />
      {questions.map((q) => {
        const answer = answers.get(q.id);
        return (
          answer && (
            <div key={q.id} className={cx('question-block', !writes && 'reading')} id={`q-${q.id}`}>
              {writes ? (
                <AnswerField question={q} answer={answer} assessment={assessment} />
              ) : (
                <div className="stack-s">
                  <h3>{q.title}</h3>
                  <AnswerText question={q} value={answer.value} assessment={assessment} />
                </div>
              )}
              {writes && q.help && <p className="muted small">{q.help}{q.required === false && ' May stay empty.'}</p>}
              <Comments assessment={assessment} target={q.id} of={q.title} comments={comments} />
            </div>
          )
        );
      })}
      {section.contains === 'measures' && <Measures assessment={assessment} />}
      {section.contains === 'risk' && <SectionRisk assessment={assessment} fearedEvent={section.fearedEvent!} />}
      {section.contains === 'ownRisks' && <OwnRisks assessment={assessment} />}
      <Comments assessment={assessment} target={section.id} of={`the section ${section.title}`} comments={comments} />
      <div className="row section-foot">
        {previous && (
          <Button onPress={() => go(previous.id)}>
            <ArrowLeft size={15} aria-hidden /> {previous.title}
          </Button>
        )}
        <span className="grow" />
        {next && (
          <Button onPress={() => go(next.id)}>
            {next.title} <ArrowRight size={15} aria-hidden />
          </Button>
        )}
      </div>
    </div>
  );
}
