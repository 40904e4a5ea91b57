import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Pause, Pencil, Play } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { api, data, tagged } from '../../api/client';
import { useSession } from '../../app/session';
import { Button, Card, Facts, failed, Loaded, number, PageHead, said, Stat, Time } from '../../ui';
import { Deliveries } from './Deliveries';
import { duration, healthQuery, type System } from './model';
import { SecretDialog, SystemDialog } from './SystemDialog';
import { SystemState } from './Systems';
import './consent.css';

export default function SystemPage() {
  const { code } = useParams() as { code: string };
  const path = { params: { path: { code } } };
  const system = useQuery({ queryKey: ['consent', 'systems', 'one', code], queryFn: () => tagged(api.consent.GET('/v1/recipients/{code}', path)) });
  const latency = useQuery({ queryKey: ['consent', 'systems', 'latency', code], queryFn: () => data(api.consent.GET('/v1/recipients/{code}/latency', path)), refetchInterval: 10_000 });
  const health = useQuery(healthQuery);
  const sums = health.data?.find((h) => h.recipient === code);
  return (
    <Loaded query={system}>
      {({ value, etag }) => (
        <>
          <PageHead
            crumbs={[{ to: '/consent/systems', label: 'Systems told' }]}
            title={value.code}
            aside={<SystemState system={{ ...value, pending: sums?.pending, deadLettered: sums?.deadLettered }} />}
            lead={<span className="wrap-any">{value.url ?? 'Listens to the broker and acknowledges by a call.'}</span>}
            actions={<Actions system={value} etag={etag} />}
          />
          <section className="card" aria-label="Withdrawals of the last 30 days">
            <Loaded query={latency} lines={2}>
              {(l) => (
                <div className="stats">
                  <Stat value={number.format(l.withdrawals)} label="withdrawals in 30 days" />
                  <Stat value={number.format(l.acknowledged)} label="of them acknowledged" />
                  <Stat value={number.format(l.pending)} label="wait" tone={l.pending > 0 ? 'warn' : 'plain'} />
                  <Stat value={number.format(l.dead)} label="set aside" tone={l.dead > 0 ? 'bad' : 'plain'} />
                  <Stat value={duration(l.p50Ms)} label="half acknowledged within" />
                  <Stat value={duration(l.p95Ms)} label="95 % within" />
                </div>
              )}
            </Loaded>
          </section>
          <div className="split">
            <Deliveries code={code} />
            <Card title="About">
              <Facts
                items={[
                  ['Told of', value.purposes.length === 0 ? 'all purposes' : value.purposes.join(', ')],
                  ['Registered', <Time key="t" at={value.createdAt} />],
                  value.clientId ? ['Acknowledged by', <span key="c" className="mono">{value.clientId}</span>] : null,
                  value.disabledReason ? ['Off because', value.disabledReason === 'gone' ? 'the receiver answered that it is gone for good' : 'somebody switched it off'] : null,
                  value.previousSecretUntil && new Date(value.previousSecretUntil) > new Date() ? ['Old secret signs too until', <Time key="s" at={value.previousSecretUntil} />] : null,
                ]}
              />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  );
}

function Actions({ system, etag }: { system: System; etag: string }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const [changing, setChanging] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['consent', 'systems'] });
  const toggle = useMutation({
    mutationFn: () => api.consent.PUT('/v1/recipients/{code}', { params: { path: { code: system.code }, header: { 'If-Match': etag } }, body: { purposes: system.purposes, enabled: !system.enabled, url: null } }),
    onSuccess: () => said(system.enabled ? `${system.code} is told nothing from now on.` : `${system.code} is told again.`),
    onError: failed,
    onSettled: refresh,
  });
  const rotate = useMutation({
    mutationFn: () => data(api.consent.POST('/v1/recipients/{code}/secret-rotation', { params: { path: { code: system.code } } })),
    onSuccess: (answer) => setSecret(answer.secret ?? null),
    onError: failed,
    onSettled: refresh,
  });
  if (!can('recipients:write')) return null;
  return (
    <>
      {system.url && (
        <Button onPress={() => rotate.mutate()} isDisabled={rotate.isPending}>
          <KeyRound size={15} aria-hidden /> New secret
        </Button>
      )}
      <Button onPress={() => toggle.mutate()} isDisabled={toggle.isPending}>
        {system.enabled ? <Pause size={15} aria-hidden /> : <Play size={15} aria-hidden />} {system.enabled ? 'Switch off' : 'Switch on'}
      </Button>
      <Button onPress={() => setChanging(true)}>
        <Pencil size={15} aria-hidden /> Change
      </Button>
      {changing && <SystemDialog system={system} etag={etag} close={() => setChanging(false)} />}
      <SecretDialog secret={secret} close={() => setSecret(null)} />
    </>
  );
}
