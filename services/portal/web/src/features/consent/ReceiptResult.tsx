import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { Link } from 'react-router';
import type { components } from '../../api/generated/consent';
import { Callout, Card, CopyText, Facts, period, Time, words } from '../../ui';
import { actions, type ConsentAction } from './model';

type Result = components['schemas']['ReceiptVerificationResponse'];

const faults: Record<string, string> = {
  malformed: 'It is no receipt: it does not consist of three parts that can be read, or something is missing.',
  notAReceipt: 'It is signed, but not as a receipt of ours.',
  unknownKey: 'It names a key that is not ours.',
  keyWithdrawn: 'Its signature is right, but the key became known to others and was withdrawn: anybody could have made it.',
  signatureWrong: 'The signature does not fit what it says: it was changed, or somebody else made it.',
};

/** What a receipt that verifies says; ISO/IEC TS 27560. */
interface Content {
  iss: string;
  iat: number;
  header: { record_id: string; pii_principal_id: string };
  processing: {
    privacy_notice?: { code: string; version: number; content_hash: string };
    language?: string;
    purpose: { code: string; version: number; name: string; legal_basis: string };
    pii_information: string[];
    retention_period: string;
    collection_method: string;
  };
  event: { event_time: string; validity_duration?: string; event_type: ConsentAction; event_state: string; sequence: number };
}

export function ReceiptResult({ result }: { result: Result }) {
  if (!result.valid)
    return (
      <Callout tone="bad" icon={<ShieldAlert size={18} aria-hidden />}>
        <p className="strong">Not valid</p>
        <p>{(result.reason && faults[result.reason]) ?? 'It does not verify.'}</p>
        {result.keyId && <p className="small wrap-any">Key named: {result.keyId}</p>}
      </Callout>
    );
  const c = result.content as unknown as Content;
  return (
    <div className="stack-l">
      <Callout tone="good" icon={<ShieldCheck size={18} aria-hidden />}>
        <p className="strong">Valid</p>
        <p>
          Signed by {c.iss} with the key <CopyText value={result.keyId ?? ''} label="key id" length={16} />. What it says was not changed.
        </p>
      </Callout>
      <Card title="What it says">
        <Facts
          items={[
            ['What happened', actions[c.event.event_type]?.label ?? words(c.event.event_type)],
            ['State after it', words(c.event.event_state)],
            ['When', <Time key="t" at={c.event.event_time} style="full" />],
            ['Purpose', <><Link key="p" to={`/consent/purposes/${c.processing.purpose.code}`}>{c.processing.purpose.name}</Link> <span className="muted">version {c.processing.purpose.version}</span></>],
            c.processing.privacy_notice
              ? ['Shown', <><Link key="n" to={`/consent/notices/${c.processing.privacy_notice.code}`}>{c.processing.privacy_notice.code}</Link>, version {c.processing.privacy_notice.version}{c.processing.language && ` (${c.processing.language})`}</>]
              : null,
            ['Data', c.processing.pii_information.join(', ')],
            ['Kept for', period(c.processing.retention_period)],
            c.event.validity_duration ? ['Stands for', period(c.event.validity_duration)] : null,
            ['Record', <CopyText key="r" value={c.header.record_id} label="record id" length={36} />],
            ['Person', <CopyText key="s" value={c.header.pii_principal_id} label="pseudonym" length={28} />],
            ['Issued', <Time key="i" at={new Date(c.iat * 1000).toISOString()} />],
          ]}
        />
      </Card>
    </div>
  );
}
