import { Siren } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Card, Empty, Failure, More, PageHead, Time, usePaged } from '../../ui';
import { IncidentDialog } from './IncidentDialog';
import { severities, type Incident } from './model';
import { useAssessmentTitles } from './titles';
import './dpia.css';

/** What went wrong with personal data, as far as assessments have to know. */
export default function IncidentsPage() {
  const { can } = useSession();
  const [reporting, setReporting] = useState(false);
  const incidents = usePaged<Incident>(['dpia', 'incidents'], (after) => data(api.dpia.GET('/v1/incidents', { params: { query: { newest: true, limit: 50, after } } })));
  return (
    <>
      <PageHead
        crumbs={[{ to: '/assessments', label: 'Assessments' }]}
        title="Incidents"
        lead="An incident calls for a review of every assessment of the processing that it struck."
        actions={
          can('dpia:write') && (
            <Button kind="primary" onPress={() => setReporting(true)}>
              <Siren size={16} aria-hidden /> Report an incident
            </Button>
          )
        }
      />
      <Card flush>
        {incidents.items === undefined ? (
          incidents.isError ? (
            <Failure error={incidents.error} retry={() => void incidents.refetch()} />
          ) : (
            <div className="card-body">
              <Bones />
            </div>
          )
        ) : incidents.items.length === 0 ? (
          <Empty icon={Siren} title="No incident was reported" />
        ) : (
          <ul className="lines" aria-label="Incidents">
            {incidents.items.map((i) => (
              <IncidentLine key={i.id} incident={i} />
            ))}
          </ul>
        )}
        <More query={incidents} />
      </Card>
      {reporting && <IncidentDialog onClose={() => setReporting(false)} />}
    </>
  );
}

function IncidentLine({ incident: i }: { incident: Incident }) {
  const titles = useAssessmentTitles();
  return (
    <li className="line incident">
      <div className="grow stack-s">
        <p>
          <span className="strong wrap-any">{i.title}</span> <Badge tone={severities[i.severity].tone}>{severities[i.severity].label}</Badge>
        </p>
        <p className="pre wrap-any soft">{i.description}</p>
        <p className="small soft linked">
          {i.assessmentIds.length === 0
            ? 'No assessment is about this processing.'
            : i.assessmentIds.map((id, n) => (
                <span key={id}>
                  {n === 0 ? 'Calls for a review of ' : ', '}
                  <Link to={`/assessments/${id}`}>{titles.get(id) ?? 'an assessment'}</Link>
                </span>
              ))}
        </p>
      </div>
      <p className="small muted incident-when">
        <Time at={i.occurredAt} />, reported by <PersonName id={i.reportedBy} />
      </p>
    </li>
  );
}
