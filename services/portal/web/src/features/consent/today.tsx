import { useQuery } from '@tanstack/react-query';
import { Unplug } from 'lucide-react';
import { Link } from 'react-router';
import { Badge, Card, number, Time } from '../../ui';
import type { TodayCard } from '../home/cards';
import { healthQuery } from './model';

/** Only there when something needs somebody: a withdrawal that did not arrive. */
function Undelivered() {
  const all = useQuery({ ...healthQuery, refetchInterval: 30_000 });
  const systems = all.data?.filter((s) => s.deadLettered > 0);
  if (!systems?.length) return null;
  return (
    <Card
      title={
        <>
          <Unplug size={16} aria-hidden /> Consents that did not arrive
        </>
      }
      actions={
        <Link to="/consent/systems" className="small">
          All
        </Link>
      }
      flush
    >
      <ul className="lines">
        {systems.map((s) => (
          <li key={s.recipient}>
            <Link to={`/consent/systems/${s.recipient}?state=dead`} className="line">
              <span className="grow">
                <span className="strong">{s.recipient}</span>{' '}
                <span className="muted small">{s.lastAcknowledgedAt ? <>last acknowledged <Time at={s.lastAcknowledgedAt} style="relative" /></> : 'never acknowledged anything'}</span>
              </span>
              <Badge tone="bad">{number.format(s.deadLettered)} set aside</Badge>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export const todayCard: TodayCard = { id: 'undelivered-consents', order: 20, needs: ['recipients:read'], Card: Undelivered };
