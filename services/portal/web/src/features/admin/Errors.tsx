import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CheckCircle2, CircleAlert, RotateCcw } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { useSession } from '../../app/session';
import { Badge, Button, Callout, Card, Chip, Empty, failed, Loaded, said, Scroll, Time } from '../../ui';
import { replay, services, useFailures, type Failed } from './failures';

/** Messages that could not be handled, of all services; a replay puts one back as it came. */
export function Errors() {
  const [search, setSearch] = useSearchParams();
  const service = search.get('service');
  const failures = useFailures(false, 100);
  return (
    <Card title="Messages that could not be handled" flush>
      <Loaded query={failures}>
        {({ messages, silent }) => {
          const shown = messages.filter((m) => service === null || m.service === service);
          return (
            <>
              <div className="toolbar chips" role="group" aria-label="Service">
                {services.map((s) => (
                  <Chip key={s} on={s === service} onChange={(on) => setSearch(on ? { service: s } : {}, { replace: true })}>
                    {s} {messages.some((m) => m.service === s && !m.replayedAt) && <Badge tone="bad">{messages.filter((m) => m.service === s && !m.replayedAt).length}</Badge>}
                  </Chip>
                ))}
              </div>
              {silent.length > 0 && <Callout tone="warn" icon={<CircleAlert size={16} aria-hidden />}>Did not answer: {silent.join(', ')}.</Callout>}
              {shown.length === 0 ? <Empty icon={CheckCircle2} title="Every message was delivered." /> : <FailedTable messages={shown} />}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

function FailedTable({ messages }: { messages: Failed[] }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: replay,
    onSuccess: () => said('Put back into its queue.'),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['failed-messages'] }),
  });
  return (
    <Scroll label="Failed messages">
      <table className="table cards">
        <thead>
          <tr>
            <th>Message</th>
            <th>Queue</th>
            <th>Error</th>
            <th>When</th>
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {messages.map((m) => (
            <tr key={m.id}>
              <td className="strong">{m.messageType.split('.').at(-1)}</td>
              <td className="mono small">{m.queueName}</td>
              <td>
                {m.errorType.split('.').at(-1)}
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
                    <Button small onPress={() => again.mutate(m)} isDisabled={again.isPending}>
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
  );
}
