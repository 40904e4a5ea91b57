import { useQuery } from '@tanstack/react-query';
import { ChartLine, Table2 } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { Card, Chip, Empty, Loaded, number, scriptQuery, Select, Stat } from '../../ui';
import { purposesQuery } from './model';
import { byDay, sum, series } from './trendData';
import { TrendTable } from './TrendTable';

const chartScript = scriptQuery('trend chart', () => import('./TrendChart'));
const ranges = [7, 30, 90, 365];

/** How often people said no or took back, day by day; and, when asked for, how often they consented. */
export function Trend() {
  const [search, setSearch] = useSearchParams();
  const purpose = search.get('purpose') ?? '';
  const range = ranges.find((r) => String(r) === search.get('days')) ?? 30;
  const given = search.get('given') === '1';
  const asTable = search.get('as') === 'table';
  const set = (change: Record<string, string>) => setSearch(Object.fromEntries(Object.entries({ ...Object.fromEntries(search), ...change }).filter(([, v]) => v)), { replace: true });
  const purposes = useQuery(purposesQuery);
  const chart = useQuery({ ...chartScript, enabled: !asTable });
  const since = new Date(Date.now() - (range - 1) * 86_400_000).toISOString().slice(0, 10);
  const counts = useQuery({
    queryKey: ['consent', 'withdrawal-counts', since, purpose, given],
    queryFn: () => data(api.consent.GET('/v1/withdrawal-counts', { params: { query: { since, purpose: purpose || undefined, given } } })),
    // Consents given are the many: they are counted when somebody asks, not again and again.
    refetchInterval: given ? false : 30_000,
  });
  return (
    <Card flush>
      <div className="toolbar">
        <Select
          label="Purpose"
          quiet
          value={purpose}
          onChange={(p) => set({ purpose: p })}
          options={[{ id: '', label: 'All purposes' }, ...(purposes.data ?? []).map((p) => ({ id: p.code, label: p.details.name }))]}
        />
        <Select label="Time" quiet value={String(range)} onChange={(d) => set({ days: d === '30' ? '' : d })} options={ranges.map((r) => ({ id: String(r), label: `Last ${r} days` }))} />
        <span className="grow" />
        <Chip on={given} onChange={(on) => set({ given: on ? '1' : '' })}>
          With consents given
        </Chip>
        <Chip on={asTable} onChange={(on) => set({ as: on ? 'table' : '' })}>
          <Table2 size={14} aria-hidden /> As a table
        </Chip>
      </div>
      <Loaded query={counts} lines={8}>
        {(found) => {
          const days = byDay(found);
          return found.items.length === 0 ? (
            <Empty icon={ChartLine} title="Nobody withdrew or refused in this time" />
          ) : (
            <div className="c-trend">
              <div className="stats">
                {series.filter((s) => given || s.key !== 'given').map((s) => (
                  <Stat key={s.key} value={number.format(sum(days, s.key))} label={s.label.toLowerCase()} />
                ))}
              </div>
              {asTable ? (
                <TrendTable items={found.items} names={new Map((purposes.data ?? []).map((p) => [p.code, p.details.name]))} />
              ) : (
                <Loaded query={chart} lines={8}>{({ default: TrendChart }) => <TrendChart days={days} />}</Loaded>
              )}
              <p className="c-note muted small">Days are counted in UTC. Imported records count on the day that they tell.</p>
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}
