import { useQuery } from '@tanstack/react-query';
import { Ban, Check, X } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Button, Card, Chip, Loaded, Scroll, Time, words } from '../../ui';
import { EndDialog } from './EndDialog';
import { reasonText, type Purpose, type Subject } from './model';
import { forgotten, personKey } from './PersonResult';

const most = 1000;

/** May data of this person be used now? Purpose by purpose, as product teams are answered. */
export function PersonDecisions({ subject, purposes, recorded }: { subject: Subject; purposes: Purpose[]; recorded: ReadonlySet<string> }) {
  const { can } = useSession();
  const [all, setAll] = useState(recorded.size === 0);
  const [ending, setEnding] = useState<Purpose | null>(null);
  const asked = purposes.filter((p) => all || recorded.has(p.code)).slice(0, most);
  const codes = asked.map((p) => p.code);
  const decisions = useQuery({
    queryKey: [...personKey(subject, 'decisions'), codes],
    queryFn: async () => (await data(api.consent.POST('/v1/decisions/batch', { body: { subjects: [subject], purposes: codes } }))).decisions.map((d) => d.decision),
    enabled: codes.length > 0,
    ...forgotten,
  });
  return (
    <Card
      title="What may be done now"
      actions={
        recorded.size > 0 &&
        recorded.size < purposes.length && (
          <Chip on={all} onChange={setAll}>
            All {purposes.length} purposes
          </Chip>
        )
      }
      flush
    >
      <Loaded query={decisions}>
        {(list) => (
          <Scroll label="Decisions">
            <table className="table cards">
              <thead>
                <tr>
                  <th>Purpose</th>
                  <th>Answer</th>
                  <th>Why</th>
                  <th>Until</th>
                  <th>
                    <span className="sr-only">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.map((d) => {
                  const purpose = asked.find((p) => p.code === d.purpose)!;
                  return (
                    <tr key={d.purpose}>
                      <td>
                        <Link to={`/consent/purposes/${d.purpose}`} className="strong wrap-any">
                          {purpose.details.name}
                        </Link>
                      </td>
                      <td>
                        {d.allowed ? (
                          <Badge tone="good">
                            <Check size={13} aria-hidden /> allowed
                          </Badge>
                        ) : (
                          <Badge tone="bad">
                            <X size={13} aria-hidden /> denied
                          </Badge>
                        )}
                      </td>
                      <td className="soft">
                        {reasonText(d.reason)}
                        {d.basis && d.basis !== 'consent' && <span className="muted"> {words(d.basis)}.</span>}
                        {d.notice && <span className="muted small"> Notice {d.notice}, version {d.noticeVersion}.</span>}
                        {d.demonstrable === false && <> <Badge tone="warn">without evidence</Badge></>}
                      </td>
                      <td className="soft">{d.expiresAt ? <Time at={d.expiresAt} /> : '–'}</td>
                      <td className="fit">
                        {(d.state === 'given' || d.state === 'renewed') && can('consent:govern') && (
                          <Button small kind="danger" onPress={() => setEnding(purpose)}>
                            <Ban size={14} aria-hidden /> End…
                          </Button>
                        )}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </Scroll>
        )}
      </Loaded>
      {ending && <EndDialog subject={subject} purpose={ending} close={() => setEnding(null)} />}
    </Card>
  );
}
