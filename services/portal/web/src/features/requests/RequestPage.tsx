import { usePrefetchQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useParams } from 'react-router';
import { PersonName } from '../../api/people';
import type { Destination } from '../../app/ahead';
import { Badge, Card, CopyText, Facts, Loaded, PageHead, Time, words } from '../../ui';
import { Clock } from './Clock';
import { History } from './History';
import { deadlineQuery, isClosed, isMoving, readPlan, requestKey, requestQuery, StateBadge, title, types, type RequestView } from './model';
import { NextStep } from './NextStep';
import { Outcome } from './Outcome';
import { Plan } from './Plan';
import { RequestActions } from './RequestActions';
import './requests.css';

export function ahead({ queries, params }: Destination) {
  void queries.prefetchQuery(requestQuery(params.id!));
  void queries.prefetchQuery(deadlineQuery(params.id!));
}

export default function RequestPage() {
  const { id } = useParams() as { id: string };
  const request = useQuery({
    ...requestQuery(id),
    // While something runs, often; else now and then. Nothing is asked for while the page is out of sight.
    refetchInterval: ({ state }) => (state.data && isMoving(state.data.value.state) ? 1500 : state.data && isClosed(state.data.value.state) ? 30_000 : 5000),
  });
  usePrefetchQuery(deadlineQuery(id));
  return (
    <Loaded query={request} lines={8}>
      {({ value, etag }) => <RequestDetail key={id} request={value} etag={etag} />}
    </Loaded>
  );
}

function RequestDetail({ request, etag }: { request: RequestView; etag: string }) {
  const queries = useQueryClient();
  const version = useRef(request.version);
  // Whatever hangs on the request is read again when its version moves.
  useEffect(() => {
    if (version.current === request.version) return;
    version.current = request.version;
    void queries.invalidateQueries({ queryKey: [...requestKey(request.id), 'parts'] });
  }, [queries, request.id, request.version]);
  const plan = useQuery({
    queryKey: [...requestKey(request.id), 'parts', 'plan', request.currentPlanId],
    queryFn: () => readPlan(request.id, request.currentPlanId!),
    enabled: !!request.currentPlanId,
    refetchInterval: isMoving(request.state) ? 1500 : request.state === 'incomplete' ? 5000 : false,
  });

  return (
    <>
      <PageHead
        crumbs={[{ to: '/requests', label: 'Requests' }]}
        title={title(request)}
        aside={<StateBadge state={request.state} />}
        lead={
          <>
            Received <Time at={request.receivedAt} /> {request.channel === 'public' ? 'from the person' : <>through <PersonName id={request.openedBy} /></>}
          </>
        }
        actions={<RequestActions request={request} etag={etag} />}
      />
      <div className="split">
        <div className="stack-l">
          <NextStep request={request} plan={plan.data} />
          <Outcome request={request} />
          {request.currentPlanId && <Loaded query={plan}>{(p) => <Plan plan={p.value} request={request} />}</Loaded>}
          <History request={request} />
        </div>
        <aside className="stack-l" aria-label="About the request">
          <Clock request={request} />
          <Who request={request} />
        </aside>
      </div>
    </>
  );
}

function Who({ request }: { request: RequestView }) {
  return (
    <Card title="Who and what">
      <div className="stack">
        <Facts
          items={[
            ['Asks for', types[request.type]],
            ['Under', <span key="r" className="nowrap">{request.regime.toUpperCase()}</span>],
            ['Person', <CopyText key="p" value={request.pseudonym} label="pseudonym" length={14} />],
            request.subjectKind ? ['Subject', words(request.subjectKind)] : null,
            ['Verified', request.verifiedAt ? <><Time at={request.verifiedAt} /> · {words(request.verificationMethod ?? '')}</> : <Badge key="v">not yet</Badge>],
            ['Assigned to', <PersonName key="a" id={request.assignedTo} nobody="nobody" />],
            request.duplicateOf ? ['Duplicate of', <CopyText key="d" value={request.duplicateOf} label="request" />] : null,
            ['Number', <CopyText key="n" value={request.id} label="request number" length={14} />],
          ]}
        />
        <div className="stack-s">
          <h3>Identifiers</h3>
          {request.identifiers.length === 0 ? (
            <p className="muted small">Erased with their key: the request was closed long enough ago.</p>
          ) : (
            <ul className="identifiers">
              {request.identifiers.map((i, n) => (
                <li key={n}>
                  <span className="muted">{words(i.kind)}</span> <span className="mono">{i.masked}</span>
                  {i.resolvedBy && <Badge>found in a store</Badge>}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </Card>
  );
}
