import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { ownHeader, sessionEnded } from '../api/client';
import { ApiProblem } from '../api/problem';

export interface User {
  id: string;
  name: string;
  permissions: string[];
  sessionEndsAt: string;
}

interface Session {
  user: User;
  /** True when the user holds any of these permissions; of nothing, always. */
  can: (...permissions: string[]) => boolean;
  signOut: () => Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

export function useSession() {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of SessionProvider');
  return session;
}

async function call<T>(path: string, method = 'GET'): Promise<T> {
  const response = await fetch(path, { method, headers: ownHeader, credentials: 'same-origin' });
  if (!response.ok) throw await ApiProblem.of(response);
  return (await response.json()) as T;
}

export const signInUrl = () => `/sign-in?returnUrl=${encodeURIComponent(location.pathname + location.search)}`;

interface Props {
  children: ReactNode;
  loading: ReactNode;
  signedOut: ReactNode;
  failed: (retry: () => void) => ReactNode;
  /** Shown over the page, so that what was typed is not lost. */
  ended: ReactNode;
}

export function SessionProvider({ children, loading, signedOut, failed, ended }: Props) {
  const [hasEnded, setEnded] = useState(false);
  const queries = useQueryClient();
  const session = useQuery({
    queryKey: ['session'],
    queryFn: () => call<{ user: User | null }>('/v1/session'),
    refetchInterval: 5 * 60_000,
    staleTime: 60_000,
  });
  useEffect(() => {
    const onEnded = () => setEnded(true);
    sessionEnded.addEventListener('ended', onEnded);
    return () => sessionEnded.removeEventListener('ended', onEnded);
  }, []);

  if (session.isPending) return loading;
  if (session.isError && !session.data) return failed(() => void session.refetch());
  const user = session.data.user;
  if (!user) return signedOut;
  const value: Session = {
    user,
    can: (...permissions) => permissions.length === 0 || permissions.some((p) => user.permissions.includes(p)),
    signOut: async () => {
      const { location: target } = await call<{ location: string }>('/v1/session/end', 'POST');
      queries.clear();
      location.assign(target);
    },
  };
  return (
    <SessionContext value={value}>
      {children}
      {hasEnded && ended}
    </SessionContext>
  );
}
