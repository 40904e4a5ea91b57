import { useQuery } from '@tanstack/react-query';
import { CheckCircle2, CircleAlert } from 'lucide-react';
import { useParams } from 'react-router';
import { api, data } from '../../api/client';
import { Badge, Callout, Card, CopyText, Facts, Loaded, number, PageHead, Stat, Time } from '../../ui';
import { ImportErrors } from './ImportErrors';
import { importFailures, importStates, isUnderWay, percentOf, type Import } from './importData';
import './consent.css';

/** One file that was taken over: how far it is, what came in, and which lines did not. */
export default function ImportPage() {
  const { id } = useParams() as { id: string };
  const found = useQuery({
    queryKey: ['consent', 'imports', 'one', id],
    queryFn: () => data(api.consent.GET('/v1/imports/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (!state.data || isUnderWay(state.data) ? 1000 : false),
  });
  return <Loaded query={found}>{(i) => <Detail found={i} />}</Loaded>;
}

function Detail({ found: i }: { found: Import }) {
  const state = importStates[i.state];
  return (
    <>
      <PageHead
        crumbs={[{ to: '/consent/imports', label: 'Imports' }]}
        title={`Import from ${i.source}`}
        aside={
          <Badge tone={state.tone} live={isUnderWay(i)} dot>
            {state.label}
          </Badge>
        }
        lead={
          <>
            {i.format === 'csv' ? 'CSV' : 'JSON Lines'}, received <Time at={i.createdAt} />
          </>
        }
      />
      {i.state === 'failed' && (
        <Callout tone="bad" icon={<CircleAlert size={18} aria-hidden />}>
          {importFailures[i.failureCode ?? ''] ?? 'The import failed.'}
        </Callout>
      )}
      {isUnderWay(i) && (
        <Card title="Under way" hint={`${percentOf(i)}%`}>
          <div className="bar" role="progressbar" aria-label="Recorded" aria-valuenow={percentOf(i)} aria-valuemin={0} aria-valuemax={100}>
            <span style={{ width: `${percentOf(i)}%` }} />
          </div>
        </Card>
      )}
      <section className="card" aria-label="Lines in numbers">
        <div className="stats">
          <Stat value={number.format(i.lines)} label="lines read" />
          <Stat value={number.format(i.imported)} label="taken over" tone={i.imported > 0 ? 'good' : 'plain'} />
          <Stat value={number.format(i.unchanged)} label="were there before" />
          <Stat value={number.format(i.rejected)} label="rejected" tone={i.rejected > 0 ? 'warn' : 'plain'} />
          <Stat value={number.format(i.undemonstrable)} label="without evidence" />
        </div>
      </section>
      {i.state === 'completed' && i.rejected === 0 && (
        <Callout tone="good" icon={<CheckCircle2 size={18} aria-hidden />}>
          Every line of the file is recorded.
        </Callout>
      )}
      <div className={i.rejected > 0 ? 'split' : undefined}>
        {i.rejected > 0 && <ImportErrors id={i.id} total={i.rejected} />}
        <Card title="File">
          <Facts
            items={[
              ['From', i.source],
              ['Received', <Time key="r" at={i.createdAt} />],
              i.endedAt ? ['Ended', <Time key="e" at={i.endedAt} />] : null,
              i.contentHash ? ['SHA-256', <CopyText key="h" value={i.contentHash} label="hash of the file" length={16} />] : null,
            ]}
          />
        </Card>
      </div>
    </>
  );
}
