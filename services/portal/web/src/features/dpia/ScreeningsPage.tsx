import { ScanSearch } from 'lucide-react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Bones, Card, Empty, Failure, LinkButton, More, PageHead, Scroll, Time, usePaged } from '../../ui';
import { screeningResults } from './model';
import './dpia.css';

export default function ScreeningsPage() {
  const { can } = useSession();
  const screenings = usePaged(['dpia', 'screenings'], (after) => data(api.dpia.GET('/v1/screenings', { params: { query: { newest: true, limit: 50, after } } })));
  return (
    <>
      <PageHead
        crumbs={[{ to: '/assessments', label: 'Assessments' }]}
        title="Screenings"
        lead="Which processing was asked about, and what the law said to it."
        actions={
          can('dpia:write') && (
            <LinkButton kind="primary" to="/assessments/screenings/new">
              <ScanSearch size={16} aria-hidden /> Screen processing
            </LinkButton>
          )
        }
      />
      <Card flush>
        {screenings.items === undefined ? (
          screenings.isError ? (
            <Failure error={screenings.error} retry={() => void screenings.refetch()} />
          ) : (
            <div className="card-body">
              <Bones />
            </div>
          )
        ) : screenings.items.length === 0 ? (
          <Empty title="Nothing was screened yet" />
        ) : (
          <Scroll label="Screenings">
            <table className="table cards">
              <thead>
                <tr>
                  <th>Processing</th>
                  <th>Result</th>
                  <th>Law of</th>
                  <th>By</th>
                  <th>When</th>
                </tr>
              </thead>
              <tbody>
                {screenings.items.map((s) => (
                  <tr key={s.id}>
                    <td>
                      <Link to={`/assessments/screenings/${s.id}`} className="strong wrap-any">
                        {s.title}
                      </Link>
                    </td>
                    <td>
                      <Badge tone={screeningResults[s.result].tone}>{screeningResults[s.result].label}</Badge>
                    </td>
                    <td className="soft">{s.jurisdiction}</td>
                    <td className="soft">
                      <PersonName id={s.screenedBy} />
                    </td>
                    <td className="soft">
                      <Time at={s.screenedAt} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
        <More query={screenings} />
      </Card>
    </>
  );
}
