import { useQueryClient } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import { memo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import type { components } from '../../api/generated/audit';
import { PersonName } from '../../api/people';
import { Badge, Bones, Button, Card, Empty, Failure, More, number, PageHead, pageSize, Scroll, Time, usePaged, words } from '../../ui';
import { AuditFilters, filtersOf, instants, shownBy } from './AuditFilters';
import { LogState, useHead } from './LogState';
import { ProofBadge } from './ProofBadge';

type Entry = components['schemas']['EntryResponse'];

/** Search over everything that happened, and how the log itself stands. */
export default function AuditPage() {
  const [search, setSearch] = useSearchParams();
  const queries = useQueryClient();
  const filters = filtersOf(search);
  const key = ['audit', 'entries', filters];
  // A search leaves an entry itself, so it is not repeated by itself: the head says whether there is more.
  const entries = usePaged<Entry>(key, (after, signal) => data(api.audit.GET('/v1/entries', { params: { query: { ...instants(filters), order: 'newest', limit: pageSize(after), after } }, signal })), { keep: true });
  return (
    <>
      <PageHead
        title="Audit log"
        lead="Every event of every service, in order. Nothing can be changed without showing."
        actions={<Link to="/audit/anomalies" className="button">Anomalies</Link>}
      />
      <div className="split">
        <Card flush>
          <AuditFilters key={search.toString()} filters={filters} set={setSearch} />
          <News newest={entries.items?.[0]?.sequence} filtered={Object.values(filters).some(Boolean)} show={() => void queries.resetQueries({ queryKey: key })} />
          {entries.isError && !entries.items ? (
            <Failure error={entries.error} retry={() => void entries.refetch()} />
          ) : !entries.items ? (
            <div style={{ padding: 16 }}>
              <Bones lines={8} />
            </div>
          ) : entries.items.length === 0 ? (
            <div data-shown={shownBy(filters)}>
              <Empty title="No entry matches" />
            </div>
          ) : (
            <Entries items={entries.items} shown={entries.isPlaceholderData ? undefined : shownBy(filters)} />
          )}
          <More query={entries} />
        </Card>
        <LogState />
      </div>
    </>
  );
}

/** Says that the log has grown since the list was read. */
function News({ newest, filtered, show }: { newest: number | undefined; filtered: boolean; show: () => void }) {
  const head = useHead();
  const more = newest === undefined || !head.data || filtered ? 0 : head.data.size - 1 - newest;
  // The reading of the list is one of them.
  if (more < 2) return null;
  return (
    <div className="news" role="status">
      <Button small kind="quiet" onPress={show}>
        <ArrowUp size={14} aria-hidden /> {number.format(more)} newer entries
      </Button>
    </div>
  );
}

function Entries({ items, shown }: { items: Entry[]; shown: string | undefined }) {
  return (
    <Scroll label="Entries">
      <table className="table cards" data-shown={shown} aria-busy={shown === undefined}>
        <thead>
          <tr>
            <th className="right">No.</th>
            <th>What</th>
            <th>Who</th>
            <th>When</th>
            <th>Proof</th>
          </tr>
        </thead>
        <tbody>
          {items.map((e) => (
            <Row key={e.sequence} entry={e} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Drawn once: a page more does not draw it again. */
const Row = memo(function Row({ entry: e }: { entry: Entry }) {
  return (
    <tr>
      <td className="right num muted">{number.format(e.sequence)}</td>
      <td>
        <Link to={`/audit/entries/${e.sequence}`} className="strong">
          {words(e.action)}
        </Link>{' '}
        <span className="muted small">{e.source}</span>
        {e.outcome !== 'success' && (
          <>
            {' '}
            <Badge tone={e.outcome === 'refused' ? 'bad' : 'plain'}>{words(e.outcome)}</Badge>
          </>
        )}
      </td>
      <td className="soft">{e.actorType === 'dataSubject' ? 'The person' : e.actorType === 'service' ? `Service ${e.actorId ?? ''}` : <PersonName id={e.actorId} />}</td>
      <td className="soft">
        <Time at={e.occurredAt} />
      </td>
      <td>
        <ProofBadge sequence={e.sequence} />
      </td>
    </tr>
  );
});
