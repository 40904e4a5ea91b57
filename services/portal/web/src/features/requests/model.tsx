import { api, data, newKey, tagged } from '../../api/client';
import type { components } from '../../api/generated/dsar';
import { Badge, daysUntil, dueText, words, Day, type Tone } from '../../ui';

type Schemas = components['schemas'];
export type RequestView = Schemas['RequestView'];
export type RequestItem = Schemas['ListRequestsItem'];
export type RequestState = Schemas['RequestState'];
export type RequestType = Schemas['RequestType'];
export type PlanView = Schemas['PlanView'];
export type PlanNode = Schemas['PlanNode'];
export type PlanStore = Schemas['PlanStoreView'];
export type Kept = Schemas['KeptRows'];

export const states = {
  received: { label: 'Received', tone: 'plain' },
  verificationPending: { label: 'Awaiting verification', tone: 'plain' },
  verified: { label: 'Ready to plan', tone: 'info' },
  planning: { label: 'Planning', tone: 'info' },
  awaitingApproval: { label: 'Awaiting approval', tone: 'warn' },
  approved: { label: 'Approved', tone: 'info' },
  executing: { label: 'Running', tone: 'info' },
  incomplete: { label: 'Incomplete', tone: 'bad' },
  completed: { label: 'Completed', tone: 'good' },
  refused: { label: 'Refused', tone: 'plain' },
  cancelled: { label: 'Cancelled', tone: 'plain' },
} as const satisfies Record<RequestState, { label: string; tone: Tone }>;

export const types: Record<RequestType, string> = {
  access: 'Access',
  rectification: 'Rectification',
  erasure: 'Erasure',
  restriction: 'Restriction',
  portability: 'Portability',
  objection: 'Objection',
  humanReview: 'Human review',
};

/** Types that a plan carries out; the others are worked on by people. */
export const plannable: RequestType[] = ['access', 'erasure', 'portability'];

const moving: RequestState[] = ['planning', 'approved', 'executing'];
const closed: RequestState[] = ['completed', 'refused', 'cancelled'];
export const isMoving = (state: RequestState) => moving.includes(state);
export const isClosed = (state: RequestState) => closed.includes(state);

export function StateBadge({ state }: { state: RequestState }) {
  return (
    <Badge tone={states[state].tone} dot={!isMoving(state)} live={isMoving(state)}>
      {states[state].label}
    </Badge>
  );
}

export function dueTone(dueOn: string): Tone {
  const days = daysUntil(dueOn);
  return days < 0 ? 'bad' : days <= 7 ? 'warn' : 'plain';
}

export function Due({ on, state, paused }: { on: string; state: RequestState; paused?: boolean }) {
  if (isClosed(state)) return <span className="muted">–</span>;
  return (
    <span className="row-tight">
      <Day on={on} /> {paused ? <Badge tone="note">paused</Badge> : <Badge tone={dueTone(on)}>{dueText(on)}</Badge>}
    </span>
  );
}

export const title = (r: { type: RequestType; id: string }) => `${types[r.type]} request ${shortId(r.id)}`;

/** Ids are time-ordered: their end tells them apart. */
export const shortId = (id: string) => id.slice(-6).toUpperCase();

export const keptReasons: Record<string, string> = {
  retention: 'Kept for a legal reason',
  'masked-by-map': 'Rows stay, personal columns are masked',
  'no-personal-data': 'Holds no personal data',
  'referenced-by-kept-rows': 'Rows that are kept point at it',
  'referenced-by-other-rows': 'Other people’s rows point at it',
};

export const noteTexts: Record<string, string> = {
  'handled-not-owned': 'The person only handled these rows for somebody else: they are left out.',
  'no-key': 'The table has no key: rows are found by their place within the transaction.',
  'view-left-out': 'A view: its rows are those of other tables.',
};

export const problemText = (code: string) => words(code);

export const requestKey = (id: string) => ['dsar', 'request', id] as const;
const at = (id: string) => ({ params: { path: { id } } });

export const requestQuery = (id: string) => ({ queryKey: requestKey(id), queryFn: () => tagged(api.dsar.GET('/v1/requests/{id}', at(id))) });
export const deadlineQuery = (id: string) => ({ queryKey: [...requestKey(id), 'parts', 'deadline'], queryFn: () => data(api.dsar.GET('/v1/requests/{id}/deadline', at(id))) });
export const readPlan = (id: string, planId: string) => tagged(api.dsar.GET('/v1/requests/{id}/plans/{planId}', { params: { path: { id, planId } } }));

export const startPlan = (id: string) =>
  data(api.dsar.POST('/v1/requests/{id}/plans', { params: { path: { id }, header: { 'Idempotency-Key': newKey() } } }));

export const decide = (plan: PlanView, etag: string, decision: 'approve' | 'send-back', reason?: string) =>
  data(
    api.dsar.POST('/v1/requests/{id}/plans/{planId}/approval', {
      params: { path: { id: plan.requestId, planId: plan.id }, header: { 'If-Match': etag } },
      body: { decision, reason: reason || null },
    }),
  );

export const assign = (requestIds: string[], assigneeId: string | null) => data(api.dsar.POST('/v1/requests/assignment', { body: { requestIds, assigneeId } }));
