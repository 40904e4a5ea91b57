import { useState } from 'react';
import { Link } from 'react-router';
import { Badge, Button, Card, Chip, More, Time, words, cx } from '../../ui';
import { actions, type ConsentRecord } from './model';
import { ReceiptDialog } from './ReceiptDialog';

interface Props {
  history: { items?: ConsentRecord[]; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  names: ReadonlyMap<string, string>;
  /** The last record of each purpose is marked, for readers who may not ask for decisions. */
  showState: boolean;
}

/** Everything that was recorded, the latest first. */
export function PersonTimeline({ history, names, showState }: Props) {
  const items = history.items ?? [];
  const [only, setOnly] = useState<string | null>(null);
  const [receipt, setReceipt] = useState<ConsentRecord | null>(null);
  const codes = [...new Set(items.map((r) => r.purpose))].sort();
  const shown = items.filter((r) => only === null || r.purpose === only);
  const latest = new Set(codes.map((c) => items.find((r) => r.purpose === c)!.id));
  return (
    <Card title="History" hint="latest first">
      <div className="stack-l">
        {codes.length > 1 && (
          <div className="chips" role="group" aria-label="Purpose">
            <Chip on={only === null} onChange={() => setOnly(null)}>
              All
            </Chip>
            {codes.map((c) => (
              <Chip key={c} on={only === c} onChange={(on) => setOnly(on ? c : null)}>
                {names.get(c) ?? c}
              </Chip>
            ))}
          </div>
        )}
        <ol className="timeline">
          {shown.map((r) => (
            <li key={r.id} className={cx(actions[r.action].tone === 'good' && 'good', actions[r.action].tone === 'bad' && 'bad')}>
              <span className="what">
                <span className="strong">{actions[r.action].label}</span> <span className="soft">{names.get(r.purpose) ?? r.purpose}</span>{' '}
                {showState && latest.has(r.id) && <Badge tone="info">latest</Badge>} {!r.demonstrable && <Badge tone="warn">without evidence</Badge>}
              </span>
              <span className="when">
                <Time at={r.occurredAt ?? r.recordedAt} />
              </span>
              <span className="who c-text">
                <Details record={r} />{' '}
                <Button small kind="quiet" onPress={() => setReceipt(r)}>
                  Receipt
                </Button>
              </span>
            </li>
          ))}
        </ol>
        <More query={history} />
      </div>
      {receipt && <ReceiptDialog record={receipt} close={() => setReceipt(null)} />}
    </Card>
  );
}

function Details({ record: r }: { record: ConsentRecord }) {
  return (
    <>
      {r.source === 'consent' ? words(r.method) : `${words(r.method)}, ${r.source}`}
      {r.givenBy === 'guardian' && ' · by the holder of parental responsibility'}
      {r.country && ` · ${r.country}`}
      {r.notice && (
        <>
          {' · '}
          <Link to={`/consent/notices/${r.notice.code}`}>
            {r.notice.code}, version {r.notice.version}
          </Link>{' '}
          ({r.notice.language})
        </>
      )}
      {r.reason && ` · reason: ${words(r.reason)}`}
      {r.expiresAt && (
        <>
          {' · until '}
          <Time at={r.expiresAt} />
        </>
      )}
      {r.occurredAt && (
        <>
          {' · recorded '}
          <Time at={r.recordedAt} />
        </>
      )}
      {r.importId && ' · imported'}
      {r.evidence && ` · evidence: ${r.evidence}`}
    </>
  );
}
