import { useQuery } from '@tanstack/react-query';
import { ArrowRight, ScanEye } from 'lucide-react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { Card, Empty, Loaded, Time } from '../../ui';
import type { TodayCard } from '../home/cards';
import { detectors } from './anomalies';

function Anomalies() {
  const open = useQuery({ queryKey: ['audit', 'anomalies', 'today'], queryFn: () => data(api.audit.GET('/v1/anomalies', { params: { query: { state: 'open', limit: 6 } } })), refetchInterval: 10_000 });
  return (
    <Card
      title={
        <>
          <ScanEye size={16} aria-hidden /> Anomalies
        </>
      }
      actions={
        <Link to="/audit/anomalies" className="small">
          All
        </Link>
      }
      flush
    >
      <Loaded query={open}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty icon={ScanEye} title="Nothing out of the ordinary." />
          ) : (
            <ul className="lines">
              {page.items.map((a) => (
                <li key={a.id}>
                  <Link to={`/audit/anomalies/${a.id}`} className="line">
                    <span className="grow">
                      <span className="strong">{detectors[a.detector] ?? a.detector}</span>{' '}
                      <span className="muted small">
                        <PersonName id={a.actorId} />, <Time at={a.detectedAt} />
                      </span>
                    </span>
                    <ArrowRight size={15} aria-hidden className="muted" />
                  </Link>
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
