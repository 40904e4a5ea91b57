import { api, data } from '../../api/client';
import type { components } from '../../api/generated/consent';
import { ApiProblem } from '../../api/problem';
import type { Tone } from '../../ui';

type Schemas = components['schemas'];
export type Purpose = Schemas['PurposeResponse'];
export type PurposeDetails = Schemas['PurposeDetails'];
export type LegalBasis = Schemas['LegalBasis'];
export type Signal = Schemas['ConsentModeSignal'];
export type Notice = Schemas['NoticeResponse'];
export type NoticeVersion = Schemas['NoticeVersionResponse'];
export type PublishBody = Schemas['PublishNoticeBody'];
export type ConsentRecord = Schemas['RecordResponse'];
export type ConsentAction = Schemas['ConsentAction'];
export type Decision = Schemas['DecisionResponse'];
export type Subject = Schemas['SubjectReference'];
export type System = Schemas['RecipientResponse'];
export type Delivery = Schemas['DeliveryResponse'];
export type DeliveryState = Schemas['DeliveryState'];

export const bases: Record<LegalBasis, string> = {
  consent: 'Consent, Art. 6(1)(a)',
  contract: 'Contract, Art. 6(1)(b)',
  legalObligation: 'Legal obligation, Art. 6(1)(c)',
  vitalInterest: 'Vital interest, Art. 6(1)(d)',
  publicTask: 'Public task, Art. 6(1)(e)',
  legitimateInterest: 'Legitimate interest, Art. 6(1)(f)',
};

/** As they are written in Google's own API. */
export const signals: Record<Signal, string> = {
  adStorage: 'ad_storage',
  adUserData: 'ad_user_data',
  adPersonalization: 'ad_personalization',
  analyticsStorage: 'analytics_storage',
  functionalityStorage: 'functionality_storage',
  personalizationStorage: 'personalization_storage',
  securityStorage: 'security_storage',
};

export const actions: Record<ConsentAction, { label: string; tone: Tone }> = {
  give: { label: 'Consent given', tone: 'good' },
  renew: { label: 'Consent renewed', tone: 'good' },
  refuse: { label: 'Refused', tone: 'bad' },
  withdraw: { label: 'Withdrawn', tone: 'bad' },
  expire: { label: 'Expired', tone: 'warn' },
  object: { label: 'Objected', tone: 'bad' },
  liftObjection: { label: 'Objection lifted', tone: 'good' },
  request: { label: 'Asked', tone: 'plain' },
  defer: { label: 'Answer put off', tone: 'plain' },
  pend: { label: 'Given, waits to be confirmed', tone: 'warn' },
  invalidate: { label: 'Found invalid', tone: 'bad' },
  revoke: { label: 'Revoked', tone: 'bad' },
};

const reasons: Record<string, string> = {
  'consent-valid': 'A consent stands.',
  'other-legal-basis': 'The purpose rests on another legal basis; nobody objected.',
  'purpose-unknown': 'There is no such purpose.',
  'no-consent-recorded': 'Nothing was recorded.',
  'notice-changed-materially': 'The notice changed materially since: the person has to be asked again.',
  'notice-no-longer-covers-purpose': 'The notice no longer covers this purpose.',
  'notice-not-in-effect': 'The notice that was shown is not in effect.',
  'subject-objected': 'The person objected.',
  'consent-refused': 'The person refused.',
  'consent-withdrawn': 'The consent was withdrawn.',
  'consent-expired': 'The consent ran out.',
  'consent-requested': 'The person was asked and has not answered.',
  'consent-deferred': 'The person put the answer off.',
  'consent-pending': 'The consent is not confirmed yet.',
  'consent-invalidated': 'The consent was found not to be valid.',
  'consent-revoked': 'The consent was ended by somebody else.',
};

export const reasonText = (code: string) => reasons[code] ?? code;

export const days = (n: number) => (n === 0 ? 'not kept' : n % 365 === 0 ? `${n / 365} ${n === 365 ? 'year' : 'years'}` : `${n} ${n === 1 ? 'day' : 'days'}`);

/** All purposes, for choosing among them. */
export const purposesQuery = {
  queryKey: ['consent', 'purposes', 'all'],
  queryFn: async () => {
    const all: Purpose[] = [];
    for (let after: string | undefined; ; ) {
      const page = await data(api.consent.GET('/v1/purposes', { params: { query: { after, limit: 200 } } }));
      all.push(...page.items);
      if (!page.next) return all;
      after = page.next;
    }
  },
  staleTime: 30_000,
};

/** Where the fields of a form are wrong, as the service says it; what no field claims is left for the foot of the form. */
export class Wrongs {
  private readonly claimed = new Set<string>();

  constructor(
    private readonly error: unknown,
    private readonly prefix = '',
    /** Problem → field, for problems that name no field. */
    private readonly byCode: Record<string, string> = {},
  ) {}

  at(name: string): string | undefined {
    if (!(this.error instanceof ApiProblem)) return undefined;
    if (this.byCode[this.error.code] === name) {
      this.claimed.add(this.error.code);
      return this.error.message;
    }
    const path = this.prefix + name;
    const found = Object.entries(this.error.fields).filter(([key]) => key === path || key.startsWith(`${path}[`) || key.startsWith(`${path}.`));
    found.forEach(([key]) => this.claimed.add(key));
    const texts = found.flatMap(([key, messages]) => messages.map((m) => (/\[(\d+)\]/.test(key.slice(path.length)) ? `No. ${Number(/\[(\d+)\]/.exec(key.slice(path.length))![1]) + 1}: ${m}` : m)));
    return texts.length > 0 ? texts.join(' ') : undefined;
  }

  /** True when something is wrong that no field showed. */
  get unclaimed() {
    if (!this.error) return false;
    if (!(this.error instanceof ApiProblem)) return true;
    const keys = Object.keys(this.error.fields);
    return keys.length > 0 ? keys.some((k) => !this.claimed.has(k)) : !this.claimed.has(this.error.code);
  }
}

export type Health = Schemas['RecipientHealthItem'];
export type Count = Schemas['WithdrawalCount'];

/** 1234 → "1.2 s". */
export function duration(ms: number | null | undefined) {
  if (ms === null || ms === undefined) return '–';
  const short = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${short.format(ms / 1000)} s`;
  if (ms < 7_200_000) return `${short.format(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${short.format(ms / 3_600_000)} h` : `${short.format(ms / 86_400_000)} days`;
}

/** How each system stands, for what shows no list of them. */
export const healthQuery = {
  queryKey: ['consent', 'systems', 'health', 'all'],
  queryFn: () => data(api.consent.GET('/v1/recipient-health', { params: { query: { limit: 200 } } })).then((p) => p.items),
  refetchInterval: 10_000,
};
