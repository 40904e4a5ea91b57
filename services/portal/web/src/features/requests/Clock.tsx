import { useQuery } from '@tanstack/react-query';
import { Badge, Card, cx, Day, daysUntil, dueText, Loaded } from '../../ui';
import { deadlineQuery, dueTone, isClosed, type RequestView } from './model';

/** The due date, how much of the time is gone, and every rule that led to the date. */
export function Clock({ request }: { request: RequestView }) {
  const deadline = useQuery(deadlineQuery(request.id));
  return (
    <Card title="Clock" actions={request.paused ? <Badge tone="note">Paused</Badge> : request.extended ? <Badge tone="info">Extended</Badge> : undefined}>
      <Loaded query={deadline}>
        {(d) => (
          <div className="stack">
            {!isClosed(request.state) && <Remaining request={request} start={d.startOn} />}
            <dl className="facts">
              <dt>Due</dt>
              <dd className="strong">
                <Day on={d.dueOn} long />
              </dd>
              {d.acknowledgeBy && (
                <>
                  <dt>Acknowledge by</dt>
                  <dd>
                    <Day on={d.acknowledgeBy} />
                  </dd>
                </>
              )}
              {d.extensionNoticeBy && !request.extended && !isClosed(request.state) && (
                <>
                  <dt>Extend by</dt>
                  <dd>
                    <Day on={d.extensionNoticeBy} />
                  </dd>
                </>
              )}
            </dl>
            <details className="why">
              <summary>How this date came about</summary>
              <ol className="rules">
                {d.explanation.map((rule, n) => (
                  <li key={n}>
                    <span>{rule.text}</span>
                    <span className="when">
                      <Day on={rule.date} /> <span className="muted mono">{rule.rule}</span>
                    </span>
                  </li>
                ))}
              </ol>
              <p className="muted small">
                {d.regime.toUpperCase()}, rules of version {d.regimeVersion}.
              </p>
            </details>
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function Remaining({ request, start }: { request: RequestView; start: string }) {
  const total = Math.max(1, daysUntil(request.dueOn) - daysUntil(start));
  const gone = Math.min(1, Math.max(0, -daysUntil(start) / total));
  const tone = dueTone(request.dueOn);
  return (
    <div className="stack-s">
      <p className={cx('remaining', tone)}>{request.paused ? 'Standing still' : dueText(request.dueOn)}</p>
      <div className={cx('bar', tone)} role="img" aria-label={`${Math.round(gone * 100)} % of the time is gone`}>
        <span style={{ width: `${Math.max(2, gone * 100)}%` }} />
      </div>
    </div>
  );
}
