import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { Card, cx, Loaded } from '../../ui';
import { at, partsKey, readAnswers, type Assessment, type Progress, type Template } from './model';
import { SectionView } from './SectionView';
import { visibility } from './visibility';

/** The sections of the template, how complete each is, and one of them open. */
export function Editor({ assessment, template, progress }: { assessment: Assessment; template: Template; progress: Progress }) {
  const [search, setSearch] = useSearchParams();
  const answers = useQuery({ queryKey: [...partsKey(assessment.id), 'answers'], queryFn: () => readAnswers(assessment.id), refetchInterval: 15_000 });
  const comments = useQuery({
    queryKey: [...partsKey(assessment.id), 'comments'],
    queryFn: () => data(api.dpia.GET('/v1/assessments/{id}/comments', { params: { path: { id: assessment.id }, query: { limit: 500 } } })).then((p) => p.items),
    refetchInterval: 15_000,
  });
  const evaluations = useQuery({ queryKey: [...partsKey(assessment.id), 'evaluations'], queryFn: () => data(api.dpia.GET('/v1/assessments/{id}/evaluations', at(assessment.id))) });
  const list = useRef<HTMLElement>(null);
  const wanted = search.get('section');
  // On a phone the sections are one line: the open one is brought into sight.
  useEffect(() => {
    const open = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (open) list.current!.scrollLeft = open.offsetLeft - 24;
  }, [wanted, answers.data !== undefined]);
  return (
    <Loaded query={answers} lines={10}>
      {(all) => {
        const byId = new Map(all.map((a) => [a.questionId, a]));
        const shown = visibility(template, new Map(all.map((a) => [a.questionId, a.value])));
        const sections = template.sections.filter(shown.section);
        const open = sections.find((s) => s.id === wanted) ?? sections[0]!;
        const index = sections.indexOf(open);
        const go = (section: string) => setSearch({ tab: 'content', section });
        return (
          <div className="editor">
            <nav className="sections" aria-label="Sections" ref={list}>
              {sections.map((s) => {
                const p = progress.sections.find((x) => x.sectionId === s.id);
                const percent = p && p.required > 0 ? Math.round((100 * p.done) / p.required) : 100;
                const remarks = (comments.data ?? []).filter((c) => !c.resolvedAt && (c.target === s.id || (s.questions ?? []).some((q) => q.id === c.target))).length;
                return (
                  <button key={s.id} type="button" className="section-link" aria-current={s === open ? 'true' : undefined} onClick={() => go(s.id)}>
                    <span className="grow">{s.title}</span>
                    {remarks > 0 && <span className="badge warn" aria-label={`${remarks} open comments`}>{remarks}</span>}
                    {percent === 100 ? (
                      <Check size={15} className="done-mark" aria-label="complete" />
                    ) : (
                      <span className="num small muted">
                        {p!.done}/{p!.required}
                        <span className="sr-only"> done</span>
                      </span>
                    )}
                    <span className={cx('gauge', percent === 100 && 'full')} aria-hidden>
                      <span style={{ width: `${percent}%` }} />
                    </span>
                  </button>
                );
              })}
            </nav>
            <Card title={open.title} hint={open.article}>
              <SectionView
                key={open.id}
                assessment={assessment}
                section={open}
                answers={byId}
                isShown={shown.question}
                comments={comments.data ?? []}
                evaluations={evaluations.data ?? []}
                previous={sections[index - 1]}
                next={sections[index + 1]}
                go={go}
              />
            </Card>
          </div>
        );
      }}
    </Loaded>
  );
}
