import { useQuery } from '@tanstack/react-query';
import { Pencil, Siren } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Card, Empty, Facts, Failure, More, Time, usePaged } from '../../ui';
import { purposesQuery } from '../consent/model';
import { IncidentDialog } from './IncidentDialog';
import { isEditable, isOpen, severities, type Assessment, type Incident } from './model';
import { SubjectDialog } from './SubjectDialog';
import { useAssessmentTitles } from './titles';

/** What the assessment is about, by name, and what went wrong there. */
export function Processing({ assessment: a, etag }: { assessment: Assessment; etag: string }) {
  const { can } = useSession();
  const [changing, setChanging] = useState(false);
  const titles = useAssessmentTitles();
  const purposes = useQuery({ ...purposesQuery, enabled: can('consent:read') && a.purposes.length > 0 });
  const names = new Map(purposes.data?.map((p) => [p.code, p.details.name]));
  return (
    <div className="grid-2">
      <Card
        title="What is done with the data"
        actions={
          can('dpia:write') &&
          isEditable(a) && (
            <Button small onPress={() => setChanging(true)}>
              <Pencil size={14} aria-hidden /> Change
            </Button>
          )
        }
      >
        <div className="stack-l">
          <p className="pre wrap-any">{a.description}</p>
          <Facts
            items={[
              [
                'Data stores',
                a.maps.length === 0 ? 'none named' : a.maps.map((m, i) => (
                  <span key={m.dataStoreId}>
                    {i > 0 && ', '}
                    {can('inventory:read') ? <Link to={`/map/${m.dataStoreId}`}>{m.dataStoreName}</Link> : m.dataStoreName}
                    {m.mapVersion ? <span className="muted"> map {m.mapVersion}</span> : null}
                  </span>
                )),
              ],
              [
                'Purposes',
                a.purposes.length === 0 ? 'none named' : (a.purposes as string[]).map((code, i) => (
                  <span key={code}>
                    {i > 0 && ', '}
                    {names.has(code) ? <Link to={`/consent/purposes/${code}`}>{names.get(code)}</Link> : code}
                  </span>
                )),
              ],
              ['Recipients', a.recipients.length === 0 ? 'none named' : (a.recipients as string[]).join(', ')],
              ['Law of', a.jurisdiction],
              ['Owner', <PersonName key="o" id={a.responsibleId} />],
              ['Screening', a.screeningId ? <Link key="s" to={`/assessments/screenings/${a.screeningId}`}>its result and answers</Link> : 'none'],
              a.clonedFrom ? ['Begun from', <Link key="c" to={`/assessments/${a.clonedFrom}`}>{titles.get(a.clonedFrom) ?? 'another assessment'}</Link>] : null,
              ['Opened', <><Time key="t" at={a.createdAt} /> by <PersonName id={a.createdBy} /></>],
            ]}
          />
        </div>
      </Card>
      <Incidents assessment={a} />
      {changing && <SubjectDialog assessment={a} etag={etag} onClose={() => setChanging(false)} />}
    </div>
  );
}

function Incidents({ assessment: a }: { assessment: Assessment }) {
  const { can } = useSession();
  const [reporting, setReporting] = useState(false);
  const incidents = usePaged<Incident>(['dpia', 'incidents', 'of', a.id], (after) => data(api.dpia.GET('/v1/incidents', { params: { query: { assessmentId: a.id, newest: true, limit: 20, after } } })));
  return (
    <Card
      title="Incidents"
      actions={
        can('dpia:write') &&
        isOpen(a) && (
          <Button small onPress={() => setReporting(true)}>
            <Siren size={14} aria-hidden /> Report an incident
          </Button>
        )
      }
      flush
    >
      {incidents.items ? (
        <IncidentList items={incidents.items} />
      ) : incidents.isError ? (
        <Failure error={incidents.error} retry={() => void incidents.refetch()} />
      ) : (
        <div className="card-body">
          <Bones />
        </div>
      )}
      <More query={incidents} />
      {reporting && <IncidentDialog about={a} onClose={() => setReporting(false)} />}
    </Card>
  );
}

const IncidentList = ({ items }: { items: Incident[] }) =>
  items.length === 0 ? (
    <Empty icon={Siren} title="No incident struck this processing" />
  ) : (
    <ul className="lines">
      {items.map((i) => (
        <li key={i.id} className="line">
          <span className="grow">
            <span className="strong wrap-any">{i.title}</span>
            <span className="block small muted">
              <Time at={i.occurredAt} />
            </span>
          </span>
          <Badge tone={severities[i.severity].tone}>{severities[i.severity].label}</Badge>
        </li>
      ))}
    </ul>
  );
