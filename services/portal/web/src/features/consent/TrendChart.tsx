import { CartesianGrid, Line, LineChart, ResponsiveContainer, Symbols, Tooltip, XAxis, YAxis, type DotItemDotProps } from 'recharts';
import { number } from '../../ui';
import { series, sum, type DayCounts, type Shape } from './trendData';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const name = (d: string) => day.format(new Date(d));

/** Arrow keys go from day to day; what stands at one is shown beside it. */
export default function TrendChart({ days }: { days: DayCounts[] }) {
  const shown = series.filter((s) => sum(days, s.key) > 0);
  return (
    <figure className="c-figure">
      <div className="c-chart">
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={days} margin={{ top: 12, right: 16, bottom: 4, left: 0 }} title="Consents over time" desc="Lines by day. The same numbers stand in the table.">
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis dataKey="day" tickFormatter={name} stroke="var(--line-strong)" tick={{ fill: 'var(--ink-2)', fontSize: 12 }} minTickGap={28} />
            <YAxis allowDecimals={false} width={44} stroke="var(--line-strong)" tick={{ fill: 'var(--ink-2)', fontSize: 12 }} tickFormatter={(n: number) => number.format(n)} />
            <Tooltip
              labelFormatter={(d) => name(String(d))}
              contentStyle={{ background: 'var(--paper)', border: '1px solid var(--line-strong)', borderRadius: 6, fontSize: 13 }}
              itemStyle={{ color: 'var(--ink)', padding: 0 }}
              labelStyle={{ color: 'var(--ink)', fontWeight: 600 }}
            />
            {shown.map((s) => (
              <Line
                key={s.key}
                dataKey={s.key}
                name={s.label}
                stroke={s.colour}
                strokeWidth={2}
                strokeDasharray={s.dash}
                dot={days.length <= 31 ? (p: DotItemDotProps) => (p.value ? <Mark key={p.index} shape={s.shape} colour={s.colour} x={Number(p.cx)} y={Number(p.cy)} /> : <g key={p.index} />) : false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
      <figcaption>
        <ul className="c-legend">
          {shown.map((s) => (
            <li key={s.key}>
              <svg width="34" height="12" aria-hidden>
                <line x1="0" y1="6" x2="34" y2="6" stroke={s.colour} strokeWidth="2" strokeDasharray={s.dash} />
                <Mark shape={s.shape} colour={s.colour} x={17} y={6} />
              </svg>
              {s.label}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

const Mark = ({ shape, colour, x, y }: { shape: Shape; colour: string; x: number; y: number }) => <Symbols type={shape} cx={x} cy={y} size={44} fill={colour} stroke="none" />;
