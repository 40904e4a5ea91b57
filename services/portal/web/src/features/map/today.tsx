import { useQuery } from '@tanstack/react-query';
import { ArrowRight, CheckCircle2, Waypoints } from 'lucide-react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { Badge, Card, Empty, Loaded } from '../../ui';
import type { TodayCard } from '../home/cards';
import { changes } from './model';

function Drifted() {
  const drifted = useQuery({
    queryKey: ['inventory', 'stores', 'drifted'],
    queryFn: () => data(api.inventory.GET('/v1/data-stores', { params: { query: { drifted: true, limit: 6 } } })).then((p) => p.items),
    refetchInterval: 10_000,
  });
  return (
    <Card
      title={
        <>
          <Waypoints size={16} aria-hidden /> Drifted maps
        </>
      }
      actions={
        <Link to="/map" className="small">
          All
        </Link>
      }
      flush
    >
      <Loaded query={drifted}>
        {(stores) =>
          stores.length === 0 ? (
            <Empty icon={CheckCircle2} title="Every database is as its map says." />
          ) : (
            <ul className="lines">
              {stores.map((s) => (
                <li key={s.id}>
                  <Link to={`/map/${s.id}?tab=drift`} className="line">
                    <span className="grow strong">{s.name}</span>
                    <Badge tone="warn">{changes(s.drift)}</Badge>
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

export const todayCard: TodayCard = { id: 'drift', order: 10, needs: ['inventory:confirm'], Card: Drifted };
