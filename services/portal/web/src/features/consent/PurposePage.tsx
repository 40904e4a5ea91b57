import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, tagged } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Button, Card, Facts, Loaded, PageHead, Time } from '../../ui';
import { ActivityName } from './ActivityChoice';
import { bases, days, signals, type Purpose } from './model';
import { PurposeDialog } from './PurposeDialog';
import { PurposeTables } from './PurposeTables';
import './consent.css';

export default function PurposePage() {
  const { code } = useParams() as { code: string };
  const purpose = useQuery({
    queryKey: ['consent', 'purposes', 'one', code],
    queryFn: () => tagged(api.consent.GET('/v1/purposes/{code}', { params: { path: { code } } })),
  });
  return <Loaded query={purpose}>{({ value, etag }) => <Detail purpose={value} etag={etag} />}</Loaded>;
}

const yes = (is: boolean | undefined) => (is ? 'yes' : 'no');

function Detail({ purpose, etag }: { purpose: Purpose; etag: string }) {
  const { can } = useSession();
  const [changing, setChanging] = useState(false);
  const { details: d, legalBasis } = purpose;
  const byConsent = legalBasis === 'consent';
  return (
    <>
      <PageHead
        crumbs={[{ to: '/consent/purposes', label: 'Purposes' }]}
        title={d.name}
        aside={<Badge tone={byConsent ? 'info' : 'plain'}>{bases[legalBasis]}</Badge>}
        lead={
          <>
            <span className="mono">{purpose.code}</span>, version {purpose.version}, changed <Time at={purpose.changedAt} />
          </>
        }
        actions={
          can('purposes:write') && (
            <Button onPress={() => setChanging(true)}>
              <Pencil size={15} aria-hidden /> Change
            </Button>
          )
        }
      />
      <div className="split">
        <div className="stack-l">
          <Card title="What it is for">
            <p className="pre-wrap">{d.description}</p>
          </Card>
          <Card title="Data and recipients">
            <Facts
              items={[
                ['Data categories', <List key="c" items={d.dataCategories} />],
                ['Recipients', d.recipients.length > 0 ? <List key="r" items={d.recipients} /> : 'nobody outside'],
                ['Kept for', days(d.retentionDays)],
                ['Sold or shared', <>{yes(d.saleOrSharing)}{d.saleOrSharing && <span className="muted"> · Global Privacy Control opts out of it</span>}</>],
                ['Direct marketing', <>{yes(d.directMarketing)}{d.directMarketing && <span className="muted"> · an objection ends it (Art. 21(2))</span>}</>],
                d.processingActivityId ? ['Processing activity', <ActivityName key="a" id={d.processingActivityId} />] : null,
              ]}
            />
          </Card>
          {can('inventory:read') && <PurposeTables code={purpose.code} name={d.name} />}
        </div>
        <aside className="stack-l" aria-label="Rules">
          <Card title="Consent">
            {byConsent ? (
              <Facts
                items={[
                  ['Stands', d.validityDays ? `${days(d.validityDays)}, then asked again` : 'until withdrawn'],
                  ['Double opt-in', yes(d.doubleOptIn)],
                  ['Children', d.childrenRule === 'ageOfConsent' ? 'below the age of consent a guardian authorises (Art. 8)' : 'not offered to children'],
                ]}
              />
            ) : (
              <p className="soft">Rests on another legal basis: nobody is asked for consent.{(legalBasis === 'legitimateInterest' || legalBasis === 'publicTask') && ' People may object (Art. 21(1)).'}</p>
            )}
          </Card>
          <Card title="Consent Mode" hint="Google">
            {d.consentMode?.length ? <List items={d.consentMode.map((s) => signals[s])} mono /> : <p className="muted">It decides no signal.</p>}
          </Card>
          <p className="small muted c-text">
            Notices that cover it are under <Link to="/consent/notices">Notices</Link>.
          </p>
        </aside>
      </div>
      {changing && <PurposeDialog purpose={purpose} etag={etag} close={() => setChanging(false)} />}
    </>
  );
}

const List = ({ items, mono }: { items: readonly string[]; mono?: boolean }) => (
  <ul className="chips">
    {items.map((i) => (
      <li key={i} className={mono ? 'c-tag mono' : 'c-tag'}>
        {i}
      </li>
    ))}
  </ul>
);
