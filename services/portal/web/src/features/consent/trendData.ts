import type { components } from '../../api/generated/consent';
import type { Count } from './model';

export type SeriesKey = 'given' | 'withdrawn' | 'refused' | 'objected' | 'ended';

export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'star';

/** Told apart by their line and the shape of their points, not by colour alone. */
export const series: { key: SeriesKey; label: string; colour: string; dash?: string; shape: Shape }[] = [
  { key: 'given', label: 'Given or renewed', colour: 'var(--chart-3)', dash: '1 2', shape: 'star' },
  { key: 'withdrawn', label: 'Withdrawn', colour: 'var(--chart-1)', shape: 'circle' },
  { key: 'refused', label: 'Refused', colour: 'var(--chart-5)', dash: '6 3', shape: 'square' },
  { key: 'objected', label: 'Objected', colour: 'var(--chart-2)', dash: '2 3', shape: 'triangle' },
  { key: 'ended', label: 'Expired or ended by us', colour: 'var(--chart-4)', dash: '9 3 2 3', shape: 'diamond' },
];

const keys: Partial<Record<Count['action'], SeriesKey>> = { give: 'given', renew: 'given', withdraw: 'withdrawn', refuse: 'refused', object: 'objected', expire: 'ended', invalidate: 'ended', revoke: 'ended' };

export type DayCounts = { day: string } & Record<SeriesKey, number>;

/** One entry for each day, with zeroes where nothing happened. */
export function byDay({ since, until, items }: components['schemas']['WithdrawalCountsResponse']): DayCounts[] {
  const days = new Map<string, DayCounts>();
  for (let at = Date.parse(since); at <= Date.parse(until); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.set(day, { day, given: 0, withdrawn: 0, refused: 0, objected: 0, ended: 0 });
  }
  for (const item of items) {
    const [entry, key] = [days.get(item.day), keys[item.action]];
    if (entry && key) entry[key] += item.count;
  }
  return [...days.values()];
}

export const sum = (days: readonly DayCounts[], key: SeriesKey) => days.reduce((n, d) => n + d[key], 0);
