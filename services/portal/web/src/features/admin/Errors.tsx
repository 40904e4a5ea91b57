import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CheckCircle2, RotateCcw } from 'lucide-react';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Button, Card, Empty, failed, Loaded, said, Scroll, Time } from '../../ui';

const services = ['audit', 'consent', 'dataplane', 'dpia', 'dsar', 'identity', 'inventory'] as const;

/** Messages that could not be handled, of all services; a replay puts one back as it came. */
export function Errors() {
  const { can } = useSession();
  const queries = useQueryClient();
  const messages = useQuery({
    queryKey: ['failed-messages', 'all'],
    queryFn: async () =>
      (
        await Promise.all(
          services.map(async (service) => (await data(api[service as 'dsar'].GET('/v1/failed-messages', { params: { query: { limit: 100 } } }))).items.map((m) => ({ ...m, service }))),
        )
      )
        .flat()
        .sort((a, b) => b.failedAt.localeCompare(a.failedAt)),
    refetchInterval: 15_000,
  });
  const replay = useMutation({
    mutationFn: ({ service, id }: { service: string; id: string }) => data(api[service as 'dsar'].POST('/v1/failed-messages/{id}/replay', { params: { path: { id } } })),
    onSuccess: () => said('Put back into its queue.'),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['failed-messages'] }),
  });
  return (
    <Card title="Messages that could not be handled" flush>
      <Loaded query={messages}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={CheckCircle2} title="Every message was delivered." />
          ) : (
            <Scroll label="Failed messages">
              <table className="table">
                <thead>
                  <tr>
                    <th>Queue</th>
                    <th>Message</th>
                    <th>Error</th>
                    <th>When</th>
                    <th>
                      <span className="sr-only">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {list.map((m) => (
                    <tr key={m.id}>
                      <td className="mono">{m.queueName}</td>
                      <td>{m.messageType.split('.').at(-1)}</td>
                      <td>
                        <span className="strong">{m.errorType.split('.').at(-1)}</span>
                        <div className="muted small wrap-any">{m.errorMessage}</div>
                      </td>
                      <td className="soft">
                        <Time at={m.failedAt} />
                      </td>
                      <td className="fit">
                        {m.replayedAt ? (
                          <Badge tone="good">replayed</Badge>
                        ) : (
                          can('messaging:replay') && (
                            <Button small onPress={() => replay.mutate({ service: m.service, id: m.id })} isDisabled={replay.isPending}>
                              <RotateCcw size={14} aria-hidden /> Replay
                            </Button>
                          )
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )
        }
      </Loaded>
    </Card>
  );
}
