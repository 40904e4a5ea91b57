import { ArrowRight, CheckCircle2, MailWarning } from 'lucide-react';
import { Link } from 'react-router';
import { Badge, Card, Empty, Loaded, Time } from '../../ui';
import type { TodayCard } from '../home/cards';
import { useFailures } from './failures';

const most = 6;

function FailedDeliveries() {
  const failures = useFailures(true, most);
  return (
    <Card
      title={
        <>
          <MailWarning size={16} aria-hidden /> Failed deliveries
        </>
      }
      actions={
        <Link to="/admin/errors" className="small">
          All
        </Link>
      }
      flush
    >
      <Loaded query={failures}>
        {({ messages, silent }) => (
          <>
            {silent.length > 0 && <p className="line"><Badge tone="bad">no answer</Badge> {silent.join(', ')}</p>}
            {messages.length === 0 && silent.length === 0 && <Empty icon={CheckCircle2} title="Every message was delivered." />}
            <ul className="lines">
              {messages.slice(0, most).map((m) => (
                <li key={m.id}>
                  <Link to={`/admin/errors?service=${m.service}`} className="line">
                    <span className="grow">
                      <span className="strong">{m.messageType.split('.').at(-1)}</span> <span className="muted small">{m.service}, <Time at={m.failedAt} /></span>
                    </span>
                    <ArrowRight size={15} aria-hidden className="muted" />
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Card>
  );
}

export const todayCard: TodayCard = { id: 'failures', order: 40, needs: ['messaging:read'], Card: FailedDeliveries };
