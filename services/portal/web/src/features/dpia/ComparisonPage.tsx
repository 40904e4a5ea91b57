import { useQuery } from '@tanstack/react-query';
import { CheckCircle2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { Badge, Card, Empty, Loaded, PageHead } from '../../ui';
import { AnswerText } from './AnswerText';
import { assessmentKey, measureStates, readAssessment, readTemplate, RiskBadge, type Value } from './model';
import './dpia.css';

const kinds = { added: { label: 'added', tone: 'good' }, removed: { label: 'removed', tone: 'bad' }, changed: { label: 'changed', tone: 'note' } } as const;

/** Two versions side by side: only what differs, section by section. */
export default function ComparisonPage() {
  const { id } = useParams() as { id: string };
  const [search] = useSearchParams();
  const from = Number(search.get('from') ?? 1);
  const to = search.has('to') ? Number(search.get('to')) : null;
  const query = useQuery({
    queryKey: ['dpia', 'comparison', id, from, to],
    queryFn: async () => {
      const [comparison, { value: assessment }] = await Promise.all([data(api.dpia.GET('/v1/assessments/{id}/comparison', { params: { path: { id }, query: { from, ...(to === null ? {} : { to }) } } })), readAssessment(id)]);
      return { comparison, assessment, template: await readTemplate(assessment.templateCode, assessment.templateVersion) };
    },
  });
  useQuery({ queryKey: assessmentKey(id), queryFn: () => readAssessment(id) });
  const names = [`Version ${from}`, to === null ? 'As it stands' : `Version ${to}`] as const;
  return (
    <Loaded query={query} lines={8}>
      {({ comparison: c, assessment: a, template }) => {
        const sections = template.sections
          .map((s) => ({ section: s, changes: c.answers.filter((x) => (s.questions ?? []).some((q) => q.id === x.questionId)) }))
          .filter((s) => s.changes.length > 0);
        return (
          <>
            <PageHead crumbs={[{ to: '/assessments', label: 'Assessments' }, { to: `/assessments/${id}?tab=versions`, label: a.title }]} title="What changed" lead={`From ${names[0].toLowerCase()} to ${to === null ? 'how it stands' : names[1].toLowerCase()}; what is the same is left out.`} />
            {sections.length === 0 && c.risks.length === 0 && c.measures.length === 0 && (
              <Card>
                <Empty icon={CheckCircle2} title="Nothing changed" />
              </Card>
            )}
            {sections.map(({ section, changes }) => (
              <Card key={section.id} title={section.title}>
                <div className="stack-l">
                  {changes.map((x) => {
                    const q = section.questions?.find((y) => y.id === x.questionId);
                    return (
                      <Change key={x.questionId} title={x.title} kind={x.change} names={names} before={<AnswerText question={q} value={x.before as Value | null} assessment={a} />} after={<AnswerText question={q} value={x.after as Value | null} assessment={a} />} />
                    );
                  })}
                </div>
              </Card>
            ))}
            {c.risks.length > 0 && (
              <Card title="Risks">
                <div className="stack-l">
                  {c.risks.map((r) => (
                    <Change key={r.riskId} title={(r.after ?? r.before)!.title} kind={r.change} names={names} before={<RiskSide risk={r.before} rating={r.ratingBefore} />} after={<RiskSide risk={r.after} rating={r.ratingAfter} />} />
                  ))}
                </div>
              </Card>
            )}
            {c.measures.length > 0 && (
              <Card title="Measures">
                <div className="stack-l">
                  {c.measures.map((m) => (
                    <Change key={m.measureId} title={(m.after ?? m.before)!.title} kind={m.change} names={names} before={<MeasureSide measure={m.before} />} after={<MeasureSide measure={m.after} />} />
                  ))}
                </div>
              </Card>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function Change({ title, kind, names, before, after }: { title: string; kind: keyof typeof kinds; names: readonly [string, string]; before: ReactNode; after: ReactNode }) {
  return (
    <section className="stack-s" aria-label={title}>
      <div className="row">
        <h3 className="wrap-any">{title}</h3>
        <Badge tone={kinds[kind].tone}>{kinds[kind].label}</Badge>
      </div>
      <div className="sides">
        <div className="side before">
          <p className="small muted">{names[0]}</p>
          {before}
        </div>
        <div className="side after">
          <p className="small muted">{names[1]}</p>
          {after}
        </div>
      </div>
    </section>
  );
}

interface RiskText {
  impacts: unknown[];
  threats: unknown[];
  sources: unknown[];
  controls: unknown[];
  severity?: number | null;
  likelihood?: number | null;
}

function RiskSide({ risk, rating }: { risk: RiskText | null; rating: { severity: number; likelihood: number; level?: 'low' | 'medium' | 'high' | null } | null }) {
  if (!risk) return <p className="muted">–</p>;
  return (
    <div className="stack-s">
      <p className="row-tight">
        <RiskBadge level={rating?.level} /> <span className="small soft">{rating && `${rating.severity} × ${rating.likelihood} remains`}</span>
      </p>
      <ul className="bullets">
        {([...risk.impacts, ...risk.threats, ...risk.sources, ...risk.controls] as string[]).map((t, i) => (
          <li key={i} className="wrap-any">
            {t}
          </li>
        ))}
      </ul>
    </div>
  );
}

function MeasureSide({ measure: m }: { measure: { title: string; description: string; state: keyof typeof measureStates; dueOn?: string | null } | null }) {
  if (!m) return <p className="muted">–</p>;
  return (
    <div className="stack-s">
      <p className="row-tight">
        <Badge tone={measureStates[m.state].tone}>{measureStates[m.state].label}</Badge> <span className="small soft">{m.dueOn}</span>
      </p>
      <p className="pre wrap-any">{m.title}{m.description && `: ${m.description}`}</p>
    </div>
  );
}
