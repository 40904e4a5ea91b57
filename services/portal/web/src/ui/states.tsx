import type { UseQueryResult } from '@tanstack/react-query';
import { CircleAlert, Inbox, Lock, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiProblem, explain } from '../api/problem';
import { Button } from './controls';

interface EmptyProps {
  icon?: LucideIcon;
  title: string;
  /** It stands in place of the whole page. */
  page?: boolean;
  children?: ReactNode;
}

export function Empty({ icon: Icon = Inbox, title, page, children }: EmptyProps) {
  const Title = page ? 'h1' : 'h3';
  return (
    <div className="state">
      <span className="glyph" aria-hidden>
        <Icon size={22} />
      </span>
      <Title tabIndex={page ? -1 : undefined}>{title}</Title>
      {children && <div>{children}</div>}
    </div>
  );
}

export function NoPermission({ what = 'this', page }: { what?: string; page?: boolean }) {
  return (
    <Empty icon={Lock} page={page} title="You may not see this">
      <p>Your roles do not include {what}. An administrator can add it.</p>
    </Empty>
  );
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  if (error instanceof ApiProblem && error.status === 403) return <NoPermission />;
  if (error instanceof ApiProblem && error.status === 404)
    return (
      <Empty title="Not found">
        <p>It does not exist, or it was removed.</p>
      </Empty>
    );
  return (
    <div className="state bad" role="alert">
      <span className="glyph" aria-hidden>
        <CircleAlert size={22} />
      </span>
      <h3>This could not be loaded</h3>
      <p>{explain(error)}</p>
      {error instanceof ApiProblem && error.traceId && <p className="small muted mono">Trace {error.traceId}</p>}
      {retry && <Button onPress={retry}>Try again</Button>}
    </div>
  );
}

export function Bones({ lines = 4 }: { lines?: number }) {
  return (
    <div className="stack" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} className="bone" style={{ width: `${[92, 74, 84, 60, 78][i % 5]}%` }} />
      ))}
    </div>
  );
}

/** Draws what a query found; its loading and error states are drawn here, so that no page forgets them. */
export function Loaded<T>({ query, children, lines = 4 }: { query: UseQueryResult<T>; children: (value: T) => ReactNode; lines?: number }) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <div style={{ padding: 16 }}>
      <Bones lines={lines} />
    </div>
  );
}
