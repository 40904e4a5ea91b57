import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useParams, useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Button, Card, Empty, Loaded, PageHead } from '../../ui';
import { Compare } from './Compare';
import { PublishDialog } from './PublishDialog';
import { Versions } from './Versions';
import { versionsQuery } from './noticeData';
import './consent.css';

export default function NoticePage() {
  const { code } = useParams() as { code: string };
  const { can } = useSession();
  const [search, setSearch] = useSearchParams();
  const [publishing, setPublishing] = useState(false);
  const notice = useQuery({ queryKey: ['consent', 'notices', 'one', code], queryFn: () => data(api.consent.GET('/v1/notices/{code}', { params: { path: { code } } })) });
  const versions = useQuery(versionsQuery(code));
  return (
    <Loaded query={notice}>
      {(n) => (
        <>
          <PageHead
            crumbs={[{ to: '/consent/notices', label: 'Notices' }]}
            title={n.title}
            aside={n.version > 0 ? <Badge tone="info">version {n.version}</Badge> : <Badge tone="warn">nothing published</Badge>}
            lead={<span className="mono">{n.code}</span>}
            actions={
              can('purposes:write') &&
              versions.data && (
                <Button kind="primary" onPress={() => setPublishing(true)}>
                  <Send size={15} aria-hidden /> Publish a version
                </Button>
              )
            }
          />
          <Loaded query={versions} lines={8}>
            {(all) =>
              all.length === 0 ? (
                <Card>
                  <Empty title="Nothing published yet">
                    <p>Nobody can consent to what they were not shown: publish the first version.</p>
                  </Empty>
                </Card>
              ) : (
                <Tabs selectedKey={search.get('tab') ?? 'versions'} onSelectionChange={(k) => setSearch({ tab: String(k) }, { replace: true })}>
                  <TabList className="tabs" aria-label="Parts of the notice">
                    <Tab id="versions" className="tab">
                      Versions
                    </Tab>
                    <Tab id="compare" className="tab" isDisabled={all.length < 2}>
                      Compare
                    </Tab>
                  </TabList>
                  <TabPanel id="versions" className="c-panel">
                    <Versions code={code} versions={all} />
                  </TabPanel>
                  <TabPanel id="compare" className="c-panel">
                    {all.length > 1 && <Compare code={code} versions={all} />}
                  </TabPanel>
                </Tabs>
              )
            }
          </Loaded>
          {publishing && <PublishDialog code={code} versions={versions.data ?? []} close={() => setPublishing(false)} />}
        </>
      )}
    </Loaded>
  );
}
