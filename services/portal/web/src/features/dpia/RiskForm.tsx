import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Select, TextInput } from '../../ui';
import { useAutosave } from './autosave';
import { fromLines, toLines } from './fields';
import { etagOf, isEditable, partsKey, RiskBadge, steps, type Assessment, type Risk } from './model';
import { SaveState, SaveTrouble } from './SaveState';

/** What is typed: lists as lines. */
interface Draft {
  title: string;
  impacts: string;
  threats: string;
  sources: string;
  controls: string;
  severity: number | null;
  likelihood: number | null;
  residual: { severity: number; likelihood: number; reason: string } | null;
}

const toDraft = (r: Risk): Draft => ({
  title: r.title,
  impacts: toLines(r.impacts),
  threats: toLines(r.threats),
  sources: toLines(r.sources),
  controls: toLines(r.controls),
  severity: r.severity,
  likelihood: r.likelihood,
  residual: r.residual ? { severity: r.residual.severity, likelihood: r.residual.likelihood, reason: r.residual.reason } : null,
});

const writeRisk = (assessment: string, risk: Risk, change: Partial<Draft>, version = risk.version) => {
  const d = { ...toDraft(risk), ...change };
  return data(
    api.dpia.PUT('/v1/assessments/{id}/risks/{riskId}', {
      params: { path: { id: assessment, riskId: risk.id }, header: { 'If-Match': etagOf(version) } },
      body: {
        title: d.title.trim() || risk.title,
        impacts: fromLines(d.impacts),
        threats: fromLines(d.threats),
        sources: fromLines(d.sources),
        controls: fromLines(d.controls),
        severity: d.severity,
        likelihood: d.likelihood,
        residual: d.residual && d.residual.reason.trim() !== '' ? d.residual : null,
      },
    }),
  ) as Promise<Risk>;
};

const scale = steps.map((s, i) => ({ id: String(i + 1), label: `${i + 1} ${s}` }));

/** One risk: what it would mean, how it could come about, and how bad and likely it is. */
export function RiskForm({ assessment, risk, rating = null }: { assessment: Assessment; risk: Risk; /** Pressed on the map. */ rating?: { severity: number; likelihood: number } | null }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const auto = useAutosave<Draft>(
    { value: toDraft(risk), version: risk.version },
    async (draft, version) => {
      const saved = await writeRisk(assessment.id, risk, draft, version);
      return { value: draft, version: saved.version };
    },
    (body) => {
      const { current } = body as { current: Risk };
      return { value: toDraft(current), version: current.version };
    },
    () => void queries.invalidateQueries({ queryKey: partsKey(assessment.id) }),
  );
  // The map writes through the form, so that one person's own saves never meet.
  useEffect(() => {
    if (!rating) return;
    auto.change({ ...auto.draft, severity: rating.severity, likelihood: rating.likelihood });
    void auto.save();
  }, [rating]);
  if (!can('dpia:write') || !isEditable(assessment)) return <RiskView risk={risk} />;
  const d = auto.draft;
  const set = (change: Partial<Draft>) => auto.change({ ...d, ...change });
  return (
    <section className="risk stack" aria-label={risk.title} onBlur={() => void auto.save()}>
      <Head risk={risk} />
      {!risk.fearedEvent && <TextInput label="Feared event" value={d.title} onChange={(title) => set({ title })} maxLength={500} />}
      <div className="grid-2">
        <TextInput label="What it would mean for people" value={d.impacts} onChange={(impacts) => set({ impacts })} rows={3} hint="One to a line." />
        <TextInput label="How it could come about" value={d.threats} onChange={(threats) => set({ threats })} rows={3} hint="One to a line." />
        <TextInput label="Who or what could bring it about" value={d.sources} onChange={(sources) => set({ sources })} rows={3} hint="One to a line." />
        <TextInput label="What stands against it already" value={d.controls} onChange={(controls) => set({ controls })} rows={3} hint="One to a line; what is still to be done is a measure." />
        <Select label="Severity before measures" value={d.severity ? String(d.severity) : null} onChange={(s) => set({ severity: Number(s) })} options={scale} />
        <Select label="Likelihood before measures" value={d.likelihood ? String(d.likelihood) : null} onChange={(l) => set({ likelihood: Number(l) })} options={scale} />
      </div>
      <details className="override" open={d.residual !== null}>
        <summary>The computed remaining risk is not right</summary>
        <div className="grid-2">
          <Select label="Severity after measures" value={d.residual ? String(d.residual.severity) : null} onChange={(s) => set({ residual: { ...(d.residual ?? { likelihood: 1, reason: '' }), severity: Number(s) } })} options={scale} />
          <Select label="Likelihood after measures" value={d.residual ? String(d.residual.likelihood) : null} onChange={(l) => set({ residual: { ...(d.residual ?? { severity: 1, reason: '' }), likelihood: Number(l) } })} options={scale} />
        </div>
        <TextInput label="Why it differs from what was computed" value={d.residual?.reason ?? ''} onChange={(reason) => set({ residual: { ...(d.residual ?? { severity: 1, likelihood: 1 }), reason } })} rows={2} maxLength={4000} hint="It counts once there is a reason." />
      </details>
      <SaveTrouble
        status={auto.status}
        error={auto.error}
        again={auto.again}
        resolve={auto.resolve}
        who={<PersonName id={risk.writtenBy} nobody="Somebody" />}
        theirs={auto.theirs && <p className="pre wrap-any">{[auto.theirs.value.impacts, auto.theirs.value.threats, auto.theirs.value.sources, auto.theirs.value.controls].filter(Boolean).join('\n')}</p>}
      />
      <SaveState status={auto.status} />
    </section>
  );
}

const Head = ({ risk }: { risk: Risk }) => (
  <div className="row">
    <h3 className="grow wrap-any">{risk.title}</h3>
    {risk.before && (
      <span className="soft small">
        {risk.before.severity} × {risk.before.likelihood} → {risk.after?.severity} × {risk.after?.likelihood}
      </span>
    )}
    <RiskBadge level={risk.after?.level} />
  </div>
);

function RiskView({ risk }: { risk: Risk }) {
  const lists: [string, string[]][] = [
    ['What it would mean', risk.impacts],
    ['How it could come about', risk.threats],
    ['Sources', risk.sources],
    ['What stands against it', risk.controls],
  ];
  return (
    <section className="risk stack" aria-label={risk.title}>
      <Head risk={risk} />
      <div className="grid-2">
        {lists.map(
          ([title, items]) =>
            items.length > 0 && (
              <div key={title}>
                <p className="muted small">{title}</p>
                <ul className="bullets">
                  {items.map((i, n) => (
                    <li key={n} className="wrap-any">
                      {i}
                    </li>
                  ))}
                </ul>
              </div>
            ),
        )}
      </div>
      {risk.residual && <p className="small soft wrap-any">Remaining risk set by hand: {risk.residual.reason}</p>}
    </section>
  );
}
