import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw, Send } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Card, CopyText, Empty, Failure, failed, More, said, Scroll, Select, Time, usePaged } from '../../ui';
import { actions, type Delivery, type DeliveryState } from './model';

const states: Record<DeliveryState, { label: string; tone: 'good' | 'info' | 'bad' }> = {
  pending: { label: 'waits', tone: 'info' },
  acknowledged: { label: 'acknowledged', tone: 'good' },
  dead: { label: 'set aside', tone: 'bad' },
};

/** What was sent to one system, the latest first. */
export function Deliveries({ code }: { code: string }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') ?? '';
  const deliveries = usePaged(
    ['consent', 'systems', 'deliveries', code, state],
    (after) => data(api.consent.GET('/v1/recipients/{code}/deliveries', { params: { path: { code }, query: { after: after ? Number(after) : undefined, limit: 50, state: state || undefined, newest: true } } })),
    { refetchInterval: 5000 },
  );
  const replay = useMutation({
    mutationFn: (ids: number[] | null) => data(api.consent.POST('/v1/recipients/{code}/replays', { params: { path: { code } }, body: { ids } })),
    onSuccess: ({ replayed }) => said(replayed === 1 ? 'It is sent again.' : `${replayed} are sent again.`),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['consent', 'systems'] }),
  });
  const mayReplay = can('recipients:write');
  return (
    <Card flush>
      <div className="toolbar">
        <h2 className="grow">Deliveries</h2>
        <Select
          label="State"
          quiet
          value={state}
          onChange={(s) => setSearch(s ? { state: s } : {}, { replace: true })}
          options={[{ id: '', label: 'Any state' }, ...Object.entries(states).map(([id, s]) => ({ id, label: s.label }))]}
        />
        {mayReplay && deliveries.items?.some((d) => d.state === 'dead') && (
          <Button small onPress={() => replay.mutate(null)} isDisabled={replay.isPending}>
            <RotateCcw size={14} aria-hidden /> Send all set aside
          </Button>
        )}
      </div>
      {deliveries.isError && !deliveries.items ? (
        <Failure error={deliveries.error} retry={() => void deliveries.refetch()} />
      ) : !deliveries.items ? (
        <div className="c-pad">
          <Bones />
        </div>
      ) : deliveries.items.length === 0 ? (
        <Empty icon={Send} title={state ? 'None is in this state' : 'Nothing was sent yet'} />
      ) : (
        <Scroll label="Deliveries">
          <table className="table cards">
            <thead>
              <tr>
                <th>What</th>
                <th>Person</th>
                <th>Happened</th>
                <th>State</th>
                <th>
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {deliveries.items.map((d) => (
                <Row key={d.id} delivery={d} replay={mayReplay && d.state === 'dead' ? () => replay.mutate([d.id]) : undefined} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More query={deliveries} />
    </Card>
  );
}

function Row({ delivery: d, replay }: { delivery: Delivery; replay?: () => void }) {
  return (
    <tr>
      <td>
        <span className="strong">{actions[d.action].label}</span> <span className="muted small">{d.purpose}</span>
      </td>
      <td>
        <CopyText value={d.subject} label="pseudonym" />
      </td>
      <td className="soft">
        <Time at={d.occurredAt} />
      </td>
      <td>
        <Badge tone={states[d.state].tone}>{states[d.state].label}</Badge>
        <span className="muted small c-block">
          {d.state === 'acknowledged' && d.acknowledgedAt ? (
            <Time at={d.acknowledgedAt} />
          ) : d.attempts > 0 ? (
            <>
              {d.attempts} {d.attempts === 1 ? 'attempt' : 'attempts'}
              {d.lastStatus ? `, answered ${d.lastStatus}` : d.lastError ? `, ${d.lastError}` : ''}
              {d.nextAttemptAt && <>, again <Time at={d.nextAttemptAt} style="relative" /></>}
            </>
          ) : null}
        </span>
      </td>
      <td className="fit">
        {replay && (
          <Button small onPress={replay}>
            <RotateCcw size={14} aria-hidden /> Send again
          </Button>
        )}
      </td>
    </tr>
  );
}
