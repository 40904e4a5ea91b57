import { useQuery } from '@tanstack/react-query';
import { ScanEye } from 'lucide-react';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { Badge, Card, Empty, Loaded, Time, words } from '../../ui';
import type { TodayCard } from '../home/cards';

function Anomalies() {
  const open = useQuery({ queryKey: ['audit', 'anomalies', 'open'], queryFn: () => data(api.audit.GET('/v1/anomalies', { params: { query: { state: 'open', limit: 6 } } })), refetchInterval: 30_000 });
  return (
    <Card title={<><ScanEye size={16} aria-hidden /> Anomalies</>} flush>
      <Loaded query={open}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty icon={ScanEye} title="Nothing out of the ordinary." />
          ) : (
            <ul className="lines">
              {page.items.map((a) => (
                <li key={a.id} className="line">
                  <span className="grow">
                    <span className="strong">{words(a.detector)}</span>{' '}
                    <span className="muted small">
                      <PersonName id={a.actorId} />, <Time at={a.detectedAt} />
                    </span>
                  </span>
                  <Badge tone="warn">to review</Badge>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

export const todayCard: TodayCard = { id: 'anomalies', order: 30, needs: ['audit:read'], Card: Anomalies };
