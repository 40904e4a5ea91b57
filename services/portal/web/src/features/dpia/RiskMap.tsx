import { useRef, useState, type KeyboardEvent } from 'react';
import { cx } from '../../ui';
import { levelOf, levels, steps, type Risk } from './model';

interface Props {
  risks: Risk[];
  /** Id of the risk that a press on a cell rates, or whose markers stand out. */
  selected: string | null;
  /** What a press on a cell does, for its name. */
  hint: string;
  onCell: (severity: number, likelihood: number, there: Risk[]) => void;
}

export const nameOf = (risks: Risk[], risk: Risk) => `R${risks.indexOf(risk) + 1}`;

const keys: Record<string, [number, number]> = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const within = (n: number) => Math.min(4, Math.max(1, n));

/**
 * The 4 × 4 map. A ring is a risk as it is, a disc what remains of it after the measures; each cell says its level in words, so nothing rests on
 * colour. One stop for the Tab key, arrows within.
 */
export function RiskMap({ risks, selected, hint, onCell }: Props) {
  const [focused, setFocused] = useState<[number, number]>([4, 1]);
  const table = useRef<HTMLTableElement>(null);
  const move = (e: KeyboardEvent) => {
    const by = keys[e.key];
    if (!by) return;
    e.preventDefault();
    const next: [number, number] = [within(focused[0] + by[0]), within(focused[1] + by[1])];
    setFocused(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next[0]}-${next[1]}"]`)?.focus();
  };
  return (
    <div className="risk-map-wrap">
      <table className="risk-map" ref={table} onKeyDown={move}>
        <caption className="sr-only">Risk map: severity by likelihood. {hint}</caption>
        <tbody>
          {[4, 3, 2, 1].map((severity) => (
            <tr key={severity}>
              <th scope="row">
                <span className="num">{severity}</span> {steps[severity - 1]}
              </th>
              {[1, 2, 3, 4].map((likelihood) => {
                const before = risks.filter((r) => r.severity === severity && r.likelihood === likelihood);
                const after = risks.filter((r) => r.after?.severity === severity && r.after.likelihood === likelihood);
                const level = levelOf(severity, likelihood);
                return (
                  <td key={likelihood}>
                    <button
                      type="button"
                      data-cell={`${severity}-${likelihood}`}
                      className={cx('risk-cell', level)}
                      tabIndex={focused[0] === severity && focused[1] === likelihood ? 0 : -1}
                      onFocus={() => setFocused([severity, likelihood])}
                      onClick={() => onCell(severity, likelihood, [...after, ...before])}
                    >
                      <span className="cell-level">
                        <span className="sr-only">
                          Severity {severity} {steps[severity - 1]}, likelihood {likelihood} {steps[likelihood - 1]}:{' '}
                        </span>
                        {levels[level].label}
                        <span className="sr-only"> risk.</span>
                      </span>
                      <span className="markers">
                        <Markers risks={risks} there={before} kind="ring" label="Before measures:" selected={selected} />
                        <Markers risks={risks} there={after} kind="disc" label="After measures:" selected={selected} />
                      </span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
          <tr>
            <th className="corner">Severity ↑ Likelihood →</th>
            {[1, 2, 3, 4].map((l) => (
              <th key={l} scope="col">
                <span className="num">{l}</span> {steps[l - 1]}
              </th>
            ))}
          </tr>
        </tbody>
      </table>
      <p className="risk-legend small soft">
        <span className="marker ring" aria-hidden>R</span> as it is <span className="marker disc" aria-hidden>R</span> after the measures
      </p>
    </div>
  );
}

function Markers({ risks, there, kind, label, selected }: { risks: Risk[]; there: Risk[]; kind: 'ring' | 'disc'; label: string; selected: string | null }) {
  return there.map((r, i) => (
    <span key={r.id} className="row-tight">
      {i === 0 && <span className="sr-only">{label} </span>}
      <span className={cx('marker', kind)} data-selected={r.id === selected || undefined}>
        {nameOf(risks, r)}
      </span>
      <span className="sr-only"> {r.title}. </span>
    </span>
  ));
}
