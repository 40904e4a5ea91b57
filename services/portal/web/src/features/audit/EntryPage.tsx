import { useMutation, useQuery } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { Bones, Button, Callout, Card, CopyText, Facts, Failure, Loaded, number, PageHead, Time, words } from '../../ui';
import { verifyInclusion } from './verifier';

const pretty = (json: string) => JSON.stringify(JSON.parse(json), null, 2);

/** One entry. Its proof is checked here, in the browser; what is shown of the event comes from the bytes that were proved. */
export default function EntryPage() {
  const sequence = Number((useParams() as { sequence: string }).sequence);
  const at = { params: { path: { sequence } } };
  const entry = useQuery({ queryKey: ['audit', 'entry', sequence], queryFn: () => data(api.audit.GET('/v1/entries/{sequence}', at)) });
  const proof = useProof(sequence);
  return (
    <Loaded query={entry} lines={6}>
      {({ entry: e }) => (
        <>
          <PageHead crumbs={[{ to: '/audit', label: 'Audit log' }]} title={`Entry ${number.format(e.sequence)}: ${words(e.action)}`} lead={<>By the service {e.source}, <Time at={e.occurredAt} style="full" /></>} />
          <div className="split">
            <Proof sequence={sequence} check={proof} />
            <Card title="About">
              <Facts
                items={[
                  ['Who', e.actorType === 'dataSubject' ? 'The person' : e.actorType === 'service' ? `Service ${e.actorId ?? ''}` : <PersonName key="w" id={e.actorId} />],
                  ['Outcome', words(e.outcome)],
                  e.reason ? ['Reason', words(e.reason)] : null,
                  e.objectType ? ['Object', <>{words(e.objectType)} {e.objectType === 'subject-request' ? <Link key="o" to={`/requests/${e.objectId}`}>open</Link> : e.objectId && <CopyText key="o" value={e.objectId} label="object" />}</>] : null,
                  e.subjectPseudonym ? ['Person', <Link key="s" to={`/audit?subject=${encodeURIComponent(e.subjectPseudonym)}`}>{e.subjectPseudonym.slice(0, 14)}…</Link>] : null,
                  ['Recorded', <Time key="r" at={e.recordedAt} />],
                  ['Event', <CopyText key="e" value={e.eventId} label="event id" length={14} />],
                  e.isPayloadGone ? ['Payload', 'erased; the leaf stays'] : null,
                ]}
              />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  );
}

/** Asked for beside the entry, and checked when it is there. */
function useProof(sequence: number) {
  const check = useMutation({
    mutationFn: async () => {
      const proof = await data(api.audit.GET('/v1/entries/{sequence}/proof', { params: { path: { sequence }, query: {} } }));
      if (proof.leafIndex !== sequence) throw new Error('A proof of another entry.');
      return { proof, verdict: await verifyInclusion(proof) };
    },
  });
  const { mutate } = check;
  useEffect(() => mutate(), [mutate, sequence]);
  return check;
}

function Proof({ sequence, check }: { sequence: number; check: ReturnType<typeof useProof> }) {
  return (
    <Card title="Proof" hint="checked in this browser" actions={<Button small onPress={() => check.mutate()} isDisabled={check.isPending}>Check again</Button>}>
      {check.isError ? (
        <Failure error={check.error} />
      ) : !check.data ? (
        <Bones lines={4} />
      ) : (
        <div className="stack-l">
          {check.data.verdict.holds ? (
            <Callout tone="good" icon={<ShieldCheck size={18} aria-hidden />}>
              <p className="strong">Proved</p>
              <p>
                This entry is number {number.format(sequence)} of the log of {number.format(check.data.proof.treeSize)} entries: {check.data.proof.hashes.length} hashes lead from its bytes to the root.
                {check.data.verdict.committed === null ? ' What the event said was erased; that it happened is proved.' : ' What the event says is what the entry commits to.'}
              </p>
            </Callout>
          ) : (
            <Callout tone="bad" icon={<ShieldAlert size={18} aria-hidden />}>
              <p className="strong">NOT proved</p>
              <p>{check.data.verdict.included ? 'The event is not the one that the entry commits to.' : 'The bytes of this entry do not lead to the root of the log.'} Keep this answer and tell whoever runs the log.</p>
            </Callout>
          )}
          <Facts
            items={[
              ['Root computed', <CopyText key="c" value={check.data.verdict.root} label="computed root" length={20} />],
              ['Root told', <CopyText key="t" value={check.data.proof.rootHash} label="told root" length={20} />],
              ['Leaf', <CopyText key="l" value={check.data.verdict.leaf} label="leaf hash" length={20} />],
            ]}
          />
          <Json title="Entry" text={check.data.verdict.envelope} />
          {check.data.verdict.payload && <Json title="Event" text={check.data.verdict.payload} />}
        </div>
      )}
    </Card>
  );
}

const Json = ({ title, text }: { title: string; text: string }) => (
  <div className="stack-s">
    <h3>{title}</h3>
    <pre className="code" tabIndex={0} aria-label={title}>
      {pretty(text)}
    </pre>
  </div>
);
