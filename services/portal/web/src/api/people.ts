import { useQuery } from '@tanstack/react-query';
import { useSession } from '../app/session';
import { api, data } from './client';

export interface Person {
  id: string;
  name: string;
}

const userId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;
let waiting: { ids: Set<string>; answer: Promise<Map<string, string>> } | null = null;

// Names asked for at the same moment go in one call.
function nameOf(id: string): Promise<string | null> {
  if (!waiting || waiting.ids.size >= 200) {
    const ids = new Set<string>();
    const answer = new Promise((go) => setTimeout(go, 10)).then(async () => {
      waiting = null;
      const { items } = await data(api.identity.GET('/v1/people', { params: { query: { ids: [...ids].join(',') } } }));
      return new Map(items.map((p) => [p.id, p.name]));
    });
    waiting = { ids, answer };
  }
  waiting.ids.add(id);
  return waiting.answer.then((names) => names.get(id) ?? null);
}

/** Who somebody is, by the id that services keep: a colleague's name, "you", or the name of a machine client as it is. */
export function useName(id: string | null | undefined): string | null {
  const { user, can } = useSession();
  const isPerson = !!id && userId.test(id);
  const query = useQuery({
    queryKey: ['person', id],
    queryFn: () => nameOf(id!),
    enabled: isPerson && id !== user.id && can('people:read'),
    staleTime: Infinity,
    retry: false,
  });
  if (!id) return null;
  if (id === user.id) return 'You';
  if (!isPerson) return id;
  return query.data ?? `${id.slice(0, 8)}…`;
}

export function PersonName({ id, nobody = '–' }: { id: string | null | undefined; nobody?: string }) {
  return useName(id) ?? nobody;
}

/** Everybody who holds a permission, by name. */
export function useHolders(permission: string, enabled = true) {
  return useQuery({
    queryKey: ['people', permission],
    queryFn: () => data(api.identity.GET('/v1/people', { params: { query: { permission } } })).then((p) => p.items as Person[]),
    staleTime: 60_000,
    enabled,
  });
}
