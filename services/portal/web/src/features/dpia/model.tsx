import { api, data, tagged } from '../../api/client';
import { download as save } from '../../api/download';
import type { components } from '../../api/generated/dpia';
import { Badge, type Tone } from '../../ui';

type Schemas = components['schemas'];
export type Assessment = Schemas['AssessmentResponse'];
export type Summary = Schemas['AssessmentSummary'];
export type State = Schemas['AssessmentState'];
export type Awaited = Schemas['Awaited'];
export type Decision = Schemas['DecisionResponse'];
export type Section = Schemas['TemplateSection'];
export type Question = Schemas['TemplateQuestion'];
export type Condition = Schemas['Condition'];
export type Template = Schemas['TemplateResponse'];
export type Progress = Schemas['ProgressResponse'];
export type Comment = Schemas['CommentResponse'];
export type Task = Schemas['TaskResponse'];
export type TaskKind = Schemas['TaskKind'];
export type Evaluation = Schemas['EvaluationResponse'];
export type MeasureState = Schemas['MeasureState'];
export type Measure = Schemas['MeasureResponse'];
export type Rating = Schemas['RatingResponse'];
export type Level = 'low' | 'medium' | 'high';
export type Incident = Schemas['IncidentResponse'];
export type Screening = Schemas['ScreeningResponse'];
export type ScreeningResult = Schemas['ScreeningResult'];
export type Criterion = Schemas['Question'];

/** An answer; the member that suits the question's kind is set. */
export interface Value {
  text?: string | null;
  choices?: string[] | null;
  list?: string[] | null;
  gauge?: number | null;
  rows?: Record<string, string>[] | null;
  inventory?: Schemas['InventoryReference'][] | null;
}
export type Answer = Omit<Schemas['AnswerResponse'], 'value'> & { value: Value };
export type Risk = Omit<Schemas['RiskResponse'], 'impacts' | 'threats' | 'sources' | 'controls'> & { impacts: string[]; threats: string[]; sources: string[]; controls: string[] };

export const states = {
  screening: { label: 'To begin', tone: 'plain' },
  draft: { label: 'Draft', tone: 'plain' },
  dpoReview: { label: 'DPO review', tone: 'info' },
  changesRequested: { label: 'Changes requested', tone: 'warn' },
  viewsRecorded: { label: 'Views recorded', tone: 'info' },
  riskAcceptance: { label: 'Acceptance and approval', tone: 'info' },
  priorConsultation: { label: 'Prior consultation', tone: 'warn' },
  approved: { label: 'Approved', tone: 'good' },
  monitoring: { label: 'In force', tone: 'good' },
  reviewDue: { label: 'Review due', tone: 'bad' },
  rejected: { label: 'Rejected', tone: 'plain' },
  archived: { label: 'Archived', tone: 'plain' },
} as const satisfies Record<State, { label: string; tone: Tone }>;

export const awaits: Record<Awaited, string> = {
  beginning: 'to be begun',
  writing: 'being written',
  advice: 'DPO’s advice',
  views: 'people’s views',
  acceptanceRequest: 'to be handed to who accepts the risk',
  acceptance: 'acceptance of the risk',
  consultation: 'the authority',
  approval: 'approval',
  monitoring: 'day of the next review',
  review: '–',
  reopening: 'review to begin',
  nothing: '–',
};

export const StateBadge = ({ state }: { state: State }) => (
  <Badge tone={states[state].tone} dot>
    {states[state].label}
  </Badge>
);

export const levels: Record<Level, { label: string; tone: Tone }> = { low: { label: 'Low', tone: 'good' }, medium: { label: 'Medium', tone: 'warn' }, high: { label: 'High', tone: 'bad' } };

export const RiskBadge = ({ level }: { level: Level | null | undefined }) => (level ? <Badge tone={levels[level].tone}>{levels[level].label} risk</Badge> : <span className="muted">not rated</span>);

/** Of severity and likelihood alike. */
export const steps = ['negligible', 'limited', 'significant', 'maximum'] as const;

export const levelOf = (severity: number, likelihood: number): Level => (severity >= 3 && likelihood >= 3 ? 'high' : severity >= 3 || likelihood >= 3 ? 'medium' : 'low');

export const screeningResults: Record<ScreeningResult, { label: string; tone: Tone }> = {
  required: { label: 'Assessment required', tone: 'bad' },
  judgement: { label: 'To be judged', tone: 'warn' },
  notRequired: { label: 'Not required', tone: 'good' },
};

export const severities: Record<Incident['severity'], { label: string; tone: Tone }> = { low: { label: 'Minor', tone: 'plain' }, medium: { label: 'Serious', tone: 'warn' }, high: { label: 'Grave', tone: 'bad' } };

export const taskKinds: Record<TaskKind, string> = { write: 'Write', review: 'Review', views: 'Ask for views', acceptRisk: 'Accept the risk', approve: 'Approve', followUp: 'Follow up' };
export const measureStates: Record<MeasureState, { label: string; tone: Tone }> = {
  planned: { label: 'Planned', tone: 'plain' },
  inProgress: { label: 'Under way', tone: 'info' },
  done: { label: 'Done', tone: 'good' },
  dropped: { label: 'Dropped', tone: 'plain' },
};

export const isEditable = (a: Assessment) => a.state === 'draft' || a.state === 'changesRequested';
export const isOpen = (a: Assessment) => a.state !== 'archived' && a.state !== 'rejected';

/** The last decision of a kind since the content was last submitted. */
export function current(a: Assessment, step: Decision['step']) {
  const submitted = Math.max(0, ...a.decisions.filter((d) => d.step === 'submit').map((d) => d.number));
  return a.decisions.filter((d) => d.step === step && d.number > submitted).at(-1);
}

/** What was typed with commas between. */
export const names = (text: string) => text.split(',').map((n) => n.trim()).filter(Boolean);

export const etagOf = (version: number) => `"${version}"`;
export const assessmentKey = (id: string) => ['dpia', 'assessment', id] as const;
export const partsKey = (id: string) => ['dpia', 'parts', id] as const;
export const at = (id: string) => ({ params: { path: { id } } });

export const readAssessment = (id: string) => tagged(api.dpia.GET('/v1/assessments/{id}', at(id)));
export const readTemplate = (code: string, version: number) => data(api.dpia.GET('/v1/templates/{code}/versions/{version}', { params: { path: { code, version } } }));
export const readAnswers = (id: string) => data(api.dpia.GET('/v1/assessments/{id}/answers', at(id))) as Promise<Answer[]>;
export const readRisks = (id: string) => data(api.dpia.GET('/v1/assessments/{id}/risks', at(id))) as Promise<Risk[]>;

/** Takes a file of the service to the user's disk. */
export const download = (path: string, name: string) => save('dpia', path, name);
