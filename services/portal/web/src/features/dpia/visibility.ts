import { isEmpty } from './AnswerText';
import type { Condition, Question, Section, Template, Value } from './model';

/** Which questions a set of answers brings up; the service counts by the same rule. */
export function visibility(template: Template, answers: ReadonlyMap<string, Value>) {
  const sections = new Map<string, Section>(template.sections.flatMap((s) => (s.questions ?? []).map((q) => [q.id, s] as const)));
  const questions = new Map<string, Question>(template.sections.flatMap((s) => (s.questions ?? []).map((q) => [q.id, q] as const)));
  const known = new Map<string, boolean>();

  const isShown = (id: string): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    known.set(id, false);
    const shown = holds(sections.get(id)?.when) && holds(questions.get(id)?.when);
    known.set(id, shown);
    return shown;
  };
  const holds = (when: Condition | null | undefined): boolean => {
    if (!when) return true;
    if (when.all) return when.all.every(holds);
    if (when.any) return when.any.some(holds);
    if (when.not) return !holds(when.not);
    const answer = answers.get(when.question ?? '');
    if (!when.question || !questions.has(when.question) || !isShown(when.question) || !answer || isEmpty(answer)) return false;
    if (when.is) return (answer.choices ?? []).some((c) => (when.is as string[]).includes(c));
    if (when.atLeast) return (answer.gauge ?? 0) >= when.atLeast;
    return true;
  };
  return { question: isShown, section: (s: Section) => holds(s.when) };
}
