import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Card, Empty, Failure, More, number, Scroll, Time, usePaged } from '../../ui';
import { duration, type Health } from './model';
import { SecretDialog, SystemDialog } from './SystemDialog';

/** Whether what people said arrives everywhere. */
export function Systems() {
  const { can } = useSession();
  const [registering, setRegistering] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const systems = usePaged(['consent', 'systems', 'health'], (after) => data(api.consent.GET('/v1/recipient-health', { params: { query: { after, limit: 50 } } })), { refetchInterval: 10_000 });
  return (
    <Card
      title="Systems"
      hint="last 30 days"
      actions={
        can('recipients:write') && (
          <Button small kind="primary" onPress={() => setRegistering(true)}>
            <Plus size={15} aria-hidden /> Register a system
          </Button>
        )
      }
      flush
    >
      {systems.isError && !systems.items ? (
        <Failure error={systems.error} retry={() => void systems.refetch()} />
      ) : !systems.items ? (
        <div className="c-pad">
          <Bones />
        </div>
      ) : systems.items.length === 0 ? (
        <Empty icon={Webhook} title="No system is registered">
          <p>Register what has to learn of consents and withdrawals, for example the mailing tool.</p>
        </Empty>
      ) : (
        <Scroll label="Systems">
          <table className="table cards c-systems">
            <thead>
              <tr>
                <th>System</th>
                <th>State</th>
                <th className="right">Delivered</th>
                <th className="right">Waiting</th>
                <th className="right">Set aside</th>
                <th>Withdrawal to acknowledgement</th>
                <th>Last acknowledged</th>
              </tr>
            </thead>
            <tbody>
              {systems.items.map((s) => (
                <tr key={s.recipient}>
                  <td>
                    <Link to={`/consent/systems/${s.recipient}`} className="strong">
                      {s.recipient}
                    </Link>{' '}
                    <span className="muted small">{s.webhook ? 'webhook' : 'listens to the broker'}</span>
                  </td>
                  <td>
                    <SystemState system={s} />
                  </td>
                  <td className="right num">
                    {number.format(s.delivered)}
                    <span className="c-only-phone"> delivered</span>
                  </td>
                  <td className="right num">
                    {number.format(s.pending)}
                    <span className="c-only-phone"> waiting</span>
                    {s.oldestPendingSince && (
                      <span className="muted small c-block">
                        since <Time at={s.oldestPendingSince} style="relative" />
                      </span>
                    )}
                  </td>
                  <td className="right num">
                    {s.deadLettered > 0 ? <Badge tone="bad">{number.format(s.deadLettered)} set aside</Badge> : '0'}
                    {s.deadLettered === 0 && <span className="c-only-phone"> set aside</span>}
                  </td>
                  <td className={s.p50Ms == null ? 'soft nowrap c-hide-phone' : 'soft nowrap'}>
                    <Latency {...s} />
                  </td>
                  <td className="soft">
                    <span className="c-only-phone">last acknowledged </span>
                    {s.lastAcknowledgedAt ? <Time at={s.lastAcknowledgedAt} style="relative" /> : 'never'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More query={systems} />
      {registering && <SystemDialog close={() => setRegistering(false)} made={setSecret} />}
      <SecretDialog secret={secret} close={() => setSecret(null)} />
    </Card>
  );
}

const Latency = ({ p50Ms, p95Ms, withdrawals }: Health) =>
  p50Ms == null ? (
    <>–</>
  ) : (
    <>
      half within {duration(p50Ms)}, 95 % within {duration(p95Ms)} <span className="muted small">of {number.format(withdrawals)}</span>
    </>
  );

export function SystemState({ system: s }: { system: { enabled: boolean; disabledReason?: string | null; deadLettered?: number; pending?: number } }) {
  if (!s.enabled) return <Badge tone="warn" dot>{s.disabledReason === 'gone' ? 'off: the receiver is gone' : 'off'}</Badge>;
  if (s.deadLettered) return <Badge tone="bad" dot>needs you</Badge>;
  return s.pending ? <Badge tone="info" dot>catching up</Badge> : <Badge tone="good" dot>up to date</Badge>;
}
