import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { api, data } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { useSession } from '../../app/session';
import { Bones, Callout, Card, CopyText, Empty, Failure, usePaged } from '../../ui';
import { PersonDecisions } from './PersonDecisions';
import { PersonSignals } from './PersonSignals';
import { PersonTimeline } from './PersonTimeline';
import { purposesQuery, Wrongs, type Purpose, type Subject } from './model';

/** One person: what may be done now and why, and everything recorded. */
export function PersonResult({ subject }: { subject: Subject }) {
  const { can } = useSession();
  const purposes = useQuery(purposesQuery);
  const history = usePaged(
    personKey(subject, 'history'),
    (after) => data(api.consent.POST('/v1/subjects/history', { body: { subject, after, limit: 100, newest: true } })),
    forgotten,
  );
  const wrong = new Wrongs(history.error, 'subject.').at('identifier');
  if (wrong)
    return (
      <Callout tone="bad">
        This can’t be looked up: {wrong}
      </Callout>
    );
  if (history.isError && !history.items) return history.error instanceof ApiProblem && <Card><Failure error={history.error} retry={() => void history.refetch()} /></Card>;
  if (!history.items)
    return (
      <Card>
        <Bones lines={6} />
      </Card>
    );
  const pseudonym = history.items[0]?.subject;
  const names = new Map((purposes.data ?? []).map((p) => [p.code, p.details.name]));
  return (
    <>
      {pseudonym ? (
        <p className="row">
          <span className="soft">Known here as</span> <CopyText value={pseudonym} label="pseudonym" length={28} />
        </p>
      ) : (
        <Card>
          <Empty icon={SearchX} title="Nothing is recorded of this person" />
        </Card>
      )}
      {can('consent:decide') && <Decisions subject={subject} purposes={purposes.data} recorded={new Set(history.items.map((r) => r.purpose))} error={purposes.error} />}
      <PersonSignals subject={subject} />
      {pseudonym && <PersonTimeline history={history} names={names} showState={!can('consent:decide')} />}
    </>
  );
}

function Decisions({ subject, purposes, recorded, error }: { subject: Subject; purposes: Purpose[] | undefined; recorded: ReadonlySet<string>; error: unknown }) {
  if (error) return <Failure error={error} />;
  if (!purposes) return <Card><Bones /></Card>;
  return purposes.length > 0 && <PersonDecisions subject={subject} purposes={purposes} recorded={recorded} />;
}

/** Keys of queries live in memory only; their data go as soon as nobody looks. */
export const personKey = (subject: Subject, what: string) => ['consent', 'person', subject.identifierKind, subject.identifier, what];
export const forgotten = { gcTime: 0 };
