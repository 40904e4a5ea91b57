import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, data, tagged } from '../../api/client';
import type { components } from '../../api/generated/audit';
import { ApiProblem, explain } from '../../api/problem';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Button, Callout, Card, Facts, Loaded, number, PageHead, said, Select, TextInput, Time, words } from '../../ui';
import { detectors, states } from './anomalies';

type Schemas = components['schemas'];
type Anomaly = Schemas['AnomalyResponse'];
type Reason = Schemas['ReviewReason'];
type Verdict = Schemas['Verdict'];

/** One anomaly: what was seen, what was expected, and the decision on it. */
export default function AnomalyPage() {
  const { id } = useParams() as { id: string };
  const anomaly = useQuery({ queryKey: ['audit', 'anomaly', id], queryFn: () => tagged(api.audit.GET('/v1/anomalies/{id}', { params: { path: { id } } })), refetchInterval: 15_000 });
  return (
    <Loaded query={anomaly} lines={6}>
      {({ value: { anomaly: a, evidence }, etag }) => (
        <>
          <PageHead
            crumbs={[
              { to: '/audit', label: 'Audit log' },
              { to: '/audit/anomalies', label: 'Anomalies' },
            ]}
            title={detectors[a.detector] ?? a.detector}
            aside={<Badge tone={states[a.state]!.tone} dot>{states[a.state]!.label}</Badge>}
            lead={<>Found <Time at={a.detectedAt} /></>}
          />
          <div className="split">
            <div className="stack-l">
              <Card title="What was seen" flush>
                <ul className="lines">
                  {evidence.map((e, n) => (
                    <li key={n} className="evidence-line">
                      <p>{e.text}</p>
                      <p className="muted small">
                        Seen {number.format(e.observed)}, usual {number.format(e.expected)}, reported from {number.format(e.threshold)}
                      </p>
                      {e.sequences.length > 0 && (
                        <p className="chips small">
                          {e.sequences.slice(0, 12).map((s) => (
                            <Link key={s} to={`/audit/entries/${s}`}>
                              entry {number.format(s)}
                            </Link>
                          ))}
                          {e.sequences.length > 12 && <span className="muted">and {number.format(e.sequences.length - 12)} more</span>}
                        </p>
                      )}
                    </li>
                  ))}
                </ul>
              </Card>
              <Review key={a.version} anomaly={a} etag={etag} />
            </div>
            <Card title="About">
              <Facts
                items={[
                  ['Who', <PersonName key="w" id={a.actorId} />],
                  a.counterpartId ? ['With', <PersonName key="c" id={a.counterpartId} />] : null,
                  ['From', <Time key="f" at={a.windowFrom} />],
                  ['To', <Time key="t" at={a.windowTo} />],
                  a.reviewedBy ? ['Reviewed by', <PersonName key="r" id={a.reviewedBy} />] : null,
                  a.reviewedAt ? ['On', <Time key="o" at={a.reviewedAt} />] : null,
                  a.reasonCode ? ['Reason', words(a.reasonCode)] : null,
                  a.caseReference ? ['Case', a.caseReference] : null,
                  a.actorId !== 'any' ? ['Entries', <Link key="e" to={`/audit?actorId=${encodeURIComponent(a.actorId)}`}>all of theirs</Link>] : null,
                ]}
              />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  );
}

const reasons: { id: Reason; label: string; only?: Verdict }[] = [
  { id: 'expectedWork', label: 'Expected work' },
  { id: 'maintenance', label: 'Maintenance or a technical fault' },
  { id: 'test', label: 'A test' },
  { id: 'thresholdTooLow', label: 'The threshold is too low' },
  { id: 'underInvestigation', label: 'Somebody looks into it', only: 'acknowledged' },
  { id: 'confirmedIncident', label: 'It is an incident', only: 'acknowledged' },
];

function Review({ anomaly, etag }: { anomaly: Anomaly; etag: string }) {
  const { can, user } = useSession();
  const queries = useQueryClient();
  const [reason, setReason] = useState<Reason>('expectedWork');
  const [caseReference, setCase] = useState('');
  const review = useMutation({
    mutationFn: (verdict: Verdict) =>
      data(api.audit.POST('/v1/anomalies/{id}/review', { params: { path: { id: anomaly.id }, header: { 'If-Match': etag } }, body: { verdict, reason, caseReference: caseReference.trim() || null } })),
    onSuccess: (a) => said(a.state === 'dismissed' ? 'Dismissed: what was seen counts as usual from now on.' : 'Acknowledged.'),
    onSettled: () => queries.invalidateQueries({ queryKey: ['audit'] }),
  });
  if (!can('audit:review')) return null;
  if (anomaly.actorId === user.id || anomaly.counterpartId === user.id) return <Callout>It concerns you: somebody else has to review it.</Callout>;
  const acknowledgedOnly = reasons.find((r) => r.id === reason)?.only === 'acknowledged';
  const wrong = review.error instanceof ApiProblem ? review.error.fields['caseReference']?.join(' ') : undefined;
  return (
    <Card title="Your review">
      <div className="stack">
        <Select label="Reason" value={reason} onChange={setReason} options={reasons} />
        <TextInput label="Number of the case, if there is one" value={caseReference} onChange={setCase} maxLength={40} wrong={wrong} hint="Letters, digits and hyphens" />
        {review.isError && !wrong && <Callout tone="bad">{explain(review.error)}</Callout>}
        <div className="row">
          <Button kind="primary" onPress={() => review.mutate('acknowledged')} isDisabled={review.isPending}>
            Acknowledge
          </Button>
          <Button onPress={() => review.mutate('dismissed')} isDisabled={review.isPending || acknowledgedOnly}>
            Dismiss
          </Button>
        </div>
      </div>
    </Card>
  );
}
