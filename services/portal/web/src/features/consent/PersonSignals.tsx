import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Button, Card, CopyText, Loaded, said, Time } from '../../ui';
import { forgotten, personKey } from './PersonResult';
import { kinds, type StoredSignal } from './signalData';
import type { Subject } from './model';

/** What the person's browsers said, and what Google is told of them. */
export function PersonSignals({ subject }: { subject: Subject }) {
  const { can } = useSession();
  return (
    <div className="grid-2">
      <Received subject={subject} />
      {can('consent:decide') && <ConsentMode subject={subject} />}
    </div>
  );
}

function Received({ subject }: { subject: Subject }) {
  const received = useQuery({
    queryKey: personKey(subject, 'signals'),
    queryFn: () => data(api.consent.POST('/v1/signals/history', { body: { subject, after: null, limit: 100 } })).then((p) => [...p.items].reverse() as StoredSignal[]),
    ...forgotten,
  });
  return (
    <Card title="Browser signals" hint="latest first" flush>
      <Loaded query={received}>
        {(all) =>
          all.length === 0 ? (
            <p className="c-pad muted">No browser sent one.</p>
          ) : (
            <ul className="lines">
              {all.map((s) => (
                <li key={s.id} className="line">
                  <span className="grow">
                    <span className="strong">{kinds[s.kind]}</span> <span className="muted small">{s.source}</span>
                  </span>
                  {s.kind !== 'gpc' && <CopyText value={s.raw} label={kinds[s.kind]} length={14} />}
                  <span className="soft small">
                    <Time at={s.receivedAt} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

const copy = async (mode: Record<string, string>) => {
  await navigator.clipboard.writeText(`gtag('consent', 'update', ${JSON.stringify(mode, null, 2)});`);
  said('Copied.');
};

function ConsentMode({ subject }: { subject: Subject }) {
  const mode = useQuery({
    queryKey: personKey(subject, 'consent-mode'),
    queryFn: () => data(api.consent.POST('/v1/consent-mode', { body: { subject } })) as Promise<Record<string, string>>,
    ...forgotten,
  });
  return (
    <Card title="Consent Mode" hint="as Google’s tags are told" actions={
        mode.data && (
          <Button small onPress={() => void copy(mode.data)}>
            <Copy size={14} aria-hidden /> Copy for the tag
          </Button>
        )
      } flush>
      <Loaded query={mode} lines={7}>
        {(all) => (
          <ul className="lines">
            {Object.entries(all).map(([signal, value]) => (
              <li key={signal} className="line c-tight">
                <span className="grow mono small">{signal}</span>
                <Badge tone={value === 'granted' ? 'good' : 'plain'}>{value}</Badge>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
