import { useQuery } from '@tanstack/react-query';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useParams, useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { PersonName } from '../../api/people';
import { Badge, Card, Loaded, PageHead } from '../../ui';
import { AssessmentActions } from './AssessmentActions';
import { Editor } from './Editor';
import { History } from './History';
import { Measures } from './Measures';
import { assessmentKey, at, partsKey, readAssessment, readTemplate, RiskBadge, StateBadge, type Assessment } from './model';
import { NextStep } from './NextStep';
import { Processing } from './Processing';
import { Risks } from './Risks';
import { Tasks } from './Tasks';
import { Versions } from './Versions';
import './dpia.css';

export default function AssessmentPage() {
  const { id } = useParams() as { id: string };
  const assessment = useQuery({ queryKey: assessmentKey(id), queryFn: () => readAssessment(id), refetchInterval: 8000 });
  return (
    <Loaded query={assessment} lines={8}>
      {({ value, etag }) => <Detail assessment={value} etag={etag} />}
    </Loaded>
  );
}

function Detail({ assessment: a, etag }: { assessment: Assessment; etag: string }) {
  const [search, setSearch] = useSearchParams();
  const template = useQuery({ queryKey: ['dpia', 'template', a.templateCode, a.templateVersion], queryFn: () => readTemplate(a.templateCode, a.templateVersion), staleTime: Infinity });
  const progress = useQuery({ queryKey: [...partsKey(a.id), 'progress'], queryFn: () => data(api.dpia.GET('/v1/assessments/{id}/progress', at(a.id))), refetchInterval: 15_000 });
  const tasks = useQuery({
    queryKey: [...partsKey(a.id), 'open-tasks'],
    queryFn: () => data(api.dpia.GET('/v1/tasks', { params: { query: { assessmentId: a.id, state: 'open', limit: 100 } } })).then((p) => p.items.length),
  });
  return (
    <>
      <PageHead
        crumbs={[{ to: '/assessments', label: 'Assessments' }]}
        title={a.title}
        aside={<StateBadge state={a.state} />}
        lead={
          <>
            {template.data?.title} · round {a.round} · owner <PersonName id={a.responsibleId} />
          </>
        }
        actions={<AssessmentActions assessment={a} etag={etag} />}
      />
      <Loaded query={progress}>
        {(p) => (
          <>
            <NextStep assessment={a} etag={etag} progress={p} />
            <Loaded query={template}>
              {(t) => (
                <Tabs selectedKey={search.get('tab') ?? 'content'} onSelectionChange={(k) => setSearch({ tab: String(k) }, { replace: true })}>
                  <TabList className="tabs" aria-label="Parts of the assessment">
                    <Tab id="content" className="tab">
                      Content <span className="muted num">{p.percent}%</span>
                    </Tab>
                    <Tab id="processing" className="tab">Processing</Tab>
                    <Tab id="risks" className="tab">
                      Risks {p.highestResidual && <RiskBadge level={p.highestResidual} />}
                    </Tab>
                    <Tab id="measures" className="tab">Measures</Tab>
                    <Tab id="tasks" className="tab">
                      Tasks {tasks.data ? <Badge tone="warn">{tasks.data}</Badge> : null}
                    </Tab>
                    <Tab id="versions" className="tab">Versions</Tab>
                    <Tab id="history" className="tab">History</Tab>
                  </TabList>
                  <TabPanel id="content" className="tab-panel">
                    <Editor assessment={a} template={t} progress={p} />
                  </TabPanel>
                  <TabPanel id="processing" className="tab-panel">
                    <Processing assessment={a} etag={etag} />
                  </TabPanel>
                  <TabPanel id="risks" className="tab-panel">
                    <Risks assessment={a} />
                  </TabPanel>
                  <TabPanel id="measures" className="tab-panel">
                    <Card title="Measures">
                      <Measures assessment={a} />
                    </Card>
                  </TabPanel>
                  <TabPanel id="tasks" className="tab-panel">
                    <Tasks assessment={a} template={t} />
                  </TabPanel>
                  <TabPanel id="versions" className="tab-panel">
                    <Versions assessment={a} />
                  </TabPanel>
                  <TabPanel id="history" className="tab-panel">
                    <History assessment={a} />
                  </TabPanel>
                </Tabs>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
    </>
  );
}
