import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link } from 'react-router';

export const cx = (...names: (string | false | null | undefined)[]) => names.filter(Boolean).join(' ');

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info' | 'note';

export function Badge({ tone = 'plain', dot, live, children }: { tone?: Tone; dot?: boolean; live?: boolean; children: ReactNode }) {
  return (
    <span className={cx('badge', tone, live && 'live')}>
      {(dot || live) && <span className="dot" aria-hidden />}
      {children}
    </span>
  );
}

interface CardProps {
  title?: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  children: ReactNode;
  id?: string;
}

export function Card({ title, hint, actions, flush, children, id }: CardProps) {
  return (
    <section className="card" id={id}>
      {title && (
        <div className="card-head">
          <h2>
            {title} {hint && <span className="hint">{hint}</span>}
          </h2>
          {actions}
        </div>
      )}
      <div className={cx('card-body', flush && 'flush')}>{children}</div>
    </section>
  );
}

interface HeadProps {
  title: string;
  /** Shown beside the title, for example a state. */
  aside?: ReactNode;
  lead?: ReactNode;
  crumbs?: { to: string; label: string }[];
  actions?: ReactNode;
}

/** The heading of a page: sets the window's title and takes the focus after a change of page. */
export function PageHead({ title, aside, lead, crumbs, actions }: HeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Governance`;
  }, [title]);
  return (
    <header className="page-head">
      <div className="titles">
        {crumbs && (
          <nav className="crumbs" aria-label="Breadcrumb">
            {crumbs.map((c) => (
              <span key={c.to}>
                <Link to={c.to}>{c.label}</Link> ›
              </span>
            ))}
          </nav>
        )}
        <div className="row">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {aside}
        </div>
        {lead && <p className="soft">{lead}</p>}
      </div>
      {actions && <div className="actions">{actions}</div>}
    </header>
  );
}

export function Facts({ items }: { items: ([string, ReactNode] | false | null | undefined)[] }) {
  return (
    <dl className="facts">
      {items.map(
        (item) =>
          item && (
            <div key={item[0]} style={{ display: 'contents' }}>
              <dt>{item[0]}</dt>
              <dd>{item[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** An id or hash, shortened; a click copies all of it. */
export function CopyText({ value, label, length = 10 }: { value: string; label: string; length?: number }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button type="button" className="copy" title={copied ? 'Copied' : value} onClick={() => void copy()}>
      <span className="sr-only">Copy {label} </span>
      <span className="truncate">{value.length > length + 2 ? `${value.slice(0, length)}…` : value}</span>
      {copied ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden />}
    </button>
  );
}

export function Avatar({ name, small }: { name: string; small?: boolean }) {
  const letters = name
    .split(/[\s@.-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((w) => w[0]!.toUpperCase())
    .join('');
  return (
    <span className={cx('avatar', small && 'small')} data-letters={letters} aria-hidden />
  );
}

export function Callout({ tone = 'info', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <div className={cx('callout', tone)} role={tone === 'bad' ? 'alert' : undefined}>
      {icon}
      <div className="grow">{children}</div>
    </div>
  );
}

export function Stat({ value, label, to, tone = 'plain' }: { value: ReactNode; label: string; to?: string; tone?: Tone }) {
  const content = (
    <>
      <span className="value">{value}</span>
      <span className="label">{label}</span>
    </>
  );
  return to ? (
    <Link to={to} className={cx('stat', tone)}>
      {content}
    </Link>
  ) : (
    <div className={cx('stat', tone)}>{content}</div>
  );
}

/** A table wider than its place scrolls, by keyboard too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="table-wrap" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

export const number = new Intl.NumberFormat('en-GB');

export function bytes(size: number) {
  const units = ['B', 'kB', 'MB', 'GB'];
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size.toFixed(unit === 0 || size >= 100 ? 0 : 1)} ${units[unit]}`;
}

/** "awaitingApproval", "legal-obligation" → "Awaiting approval", "Legal obligation". */
export function words(code: string) {
  const text = code.replace(/[-_:]/g, ' ').replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return (text.charAt(0).toUpperCase() + text.slice(1)).replace(/\bdpo\b/gi, 'DPO');
}
