import { useQuery } from '@tanstack/react-query';
import { api, data } from '../../api/client';
import type { components } from '../../api/generated/dsar';

export const services = ['audit', 'consent', 'dataplane', 'dpia', 'dsar', 'identity', 'inventory'] as const;
export type Service = (typeof services)[number];
export type Failed = components['schemas']['FailedMessageResponse'] & { service: Service };

// Every service has the same endpoints for them.
const of = (service: Service) => api[service as 'dsar'];

export const replay = (m: Failed) => data(of(m.service).POST('/v1/failed-messages/{id}/replay', { params: { path: { id: m.id } } }));

/** Messages that could not be handled, the newest of each service; and which services did not answer. */
export function useFailures(waiting: boolean, limit: number) {
  return useQuery({
    queryKey: ['failed-messages', waiting, limit],
    queryFn: async () => {
      const answers = await Promise.allSettled(services.map((s) => data(of(s).GET('/v1/failed-messages', { params: { query: { limit, replayed: waiting ? false : undefined } } }))));
      const messages = answers.flatMap((a, i) => (a.status === 'fulfilled' ? a.value.items.map((m): Failed => ({ ...m, service: services[i]! })) : []));
      const silent = services.filter((_, i) => answers[i]!.status === 'rejected');
      // Nobody answered: that is an error, and no empty list.
      if (silent.length === services.length) throw (answers[0] as PromiseRejectedResult).reason;
      return { messages: messages.sort((a, b) => b.failedAt.localeCompare(a.failedAt)), silent };
    },
    refetchInterval: 10_000,
  });
}
