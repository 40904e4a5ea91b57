// In the user's own zone and habit of writing.
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const withYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const ago = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });

export function relative(at: Date, now = Date.now()) {
  const seconds = (at.getTime() - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return 'just now';
  if (size < 3600) return ago.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return ago.format(Math.round(seconds / 3600), 'hour');
  return ago.format(Math.round(seconds / 86_400), 'day');
}

/** An instant: short, with the whole of it on hover. A list shows hundreds, so there is no tooltip of our own behind each. */
export function Time({ at, style = 'short' }: { at: string; style?: 'short' | 'relative' | 'full' }) {
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date().getFullYear();
  const text = style === 'relative' ? relative(date) : style === 'full' ? full.format(date) : (sameYear ? short : withYear).format(date);
  return (
    <time dateTime={at} className="nowrap" title={full.format(date)}>
      {text}
    </time>
  );
}

// A calendar day belongs to the controller's zone: it is shown as written and never shifted.
function calendar(date: string) {
  const [y, m, d] = date.split('-').map(Number) as [number, number, number];
  return new Date(y, m - 1, d);
}

export function Day({ on, long }: { on: string; long?: boolean }) {
  return (
    <time dateTime={on} className="nowrap">
      {(long ? weekday : day).format(calendar(on))}
    </time>
  );
}

/** Whole days from today to a calendar day; negative when it is past. */
export function daysUntil(date: string, now = new Date()) {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((calendar(date).getTime() - today.getTime()) / 86_400_000);
}

export function dueText(date: string) {
  const days = daysUntil(date);
  if (days === 0) return 'due today';
  return days < 0 ? `${-days} ${days === -1 ? 'day' : 'days'} overdue` : `${days} ${days === 1 ? 'day' : 'days'} left`;
}

/** "P10Y" → "10 years". */
export function period(iso: string) {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?/.exec(iso);
  if (!match) return iso;
  const names = ['year', 'month', 'week', 'day'];
  const parts = match.slice(1).flatMap((n, i) => (n ? [`${n} ${names[i]}${n === '1' ? '' : 's'}`] : []));
  return parts.join(' ') || iso;
}
