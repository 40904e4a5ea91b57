import { api, data, tagged } from '../../api/client';
import type { components } from '../../api/generated/inventory';
import { words } from '../../ui';

type Schemas = components['schemas'];
export type Activity = Schemas['ActivityView'];
export type Line = Schemas['ActivityLine'];
export type Details = Schemas['ActivityDetails'];
export type Flag = Schemas['ActivityFlag'];
export type Party = Schemas['Party'];
export type Transfer = Schemas['Transfer'];
export type Safeguard = NonNullable<Transfer['safeguard']>;
export type Derogation = NonNullable<Transfer['derogation']>;
export type Condition = NonNullable<Details['specialCategoryCondition']>;

export const activitiesKey = ['inventory', 'activities'] as const;
export const activityKey = (id: string) => [...activitiesKey, 'one', id] as const;
export const readActivity = (id: string) => tagged(api.inventory.GET('/v1/processing-activities/{id}', { params: { path: { id } } }));
export const findActivities = (search: string, signal?: AbortSignal) =>
  data(api.inventory.GET('/v1/processing-activities', { params: { query: { search: search || undefined, limit: 20 } }, signal })).then((p) => p.items as Line[]);

/** What GDPR Art. 30(1) asks for, letter by letter. */
export const letters = {
  a: 'Who is responsible',
  b: 'Purposes',
  c: 'Data subjects and data',
  d: 'Recipients',
  e: 'Transfers to third countries',
  f: 'Time limits for erasure',
  g: 'Security measures',
} as const;
export type Letter = keyof typeof letters;
export const allLetters = Object.keys(letters) as Letter[];

export const flags: Record<string, string> = {
  'transfer-blocked': 'transfer blocked',
  'special-category-without-condition': 'Art. 9 condition missing',
  'legal-basis-missing': 'no legal basis',
  'review-overdue': 'review overdue',
};
export const flagTone = (code: string) => (code === 'transfer-blocked' || code === 'special-category-without-condition' ? 'bad' : 'warn');

export const conditions: Record<Condition, string> = {
  explicitConsent: 'Explicit consent, Art. 9(2)(a)',
  employmentAndSocialSecurity: 'Employment and social security, Art. 9(2)(b)',
  vitalInterests: 'Vital interests, Art. 9(2)(c)',
  nonProfitBody: 'Body with a political, religious or union aim, Art. 9(2)(d)',
  madePublicByTheSubject: 'Made public by the person, Art. 9(2)(e)',
  legalClaims: 'Legal claims, Art. 9(2)(f)',
  substantialPublicInterest: 'Substantial public interest, Art. 9(2)(g)',
  healthOrSocialCare: 'Health or social care, Art. 9(2)(h)',
  publicHealth: 'Public health, Art. 9(2)(i)',
  archivingResearchOrStatistics: 'Archiving, research or statistics, Art. 9(2)(j)',
};

export const safeguards: Record<Safeguard, string> = {
  none: 'None yet',
  adequacy: 'Adequacy decision, Art. 45',
  standardContractualClauses: 'Standard contractual clauses, Art. 46',
  bindingCorporateRules: 'Binding corporate rules, Art. 47',
  derogation: 'Derogation, Art. 49',
};

export const derogations: Record<Derogation, string> = {
  explicitConsent: 'Explicit consent, (1)(a)',
  contract: 'Contract with the person, (1)(b)',
  contractInTheInterestOfTheSubject: 'Contract in the person’s interest, (1)(c)',
  publicInterest: 'Public interest, (1)(d)',
  legalClaims: 'Legal claims, (1)(e)',
  vitalInterests: 'Vital interests, (1)(f)',
  publicRegister: 'Public register, (1)(g)',
  compellingLegitimateInterests: 'Compelling legitimate interests, (1) second subparagraph',
};

/** Fideslang data uses and data subjects. */
export const dataUses = ['analytics', 'collect', 'employment', 'essential', 'finance', 'functional', 'marketing', 'operations', 'personalize', 'sales', 'third_party_sharing', 'train_ai_system'];
export const subjects = [
  'customer', 'prospect', 'visitor', 'anonymous_user', 'employee', 'job_applicant', 'trainee', 'consultant', 'supplier_vendor', 'shareholder', 'patient', 'passenger', 'commuter', 'citizen_voter', 'next_of_kin',
];
export const term = (code: string) =>
  code
    .split('.')
    .map((part, i) => (i === 0 ? words(part) : words(part).toLowerCase()).replace(/\b(ai|id)\b/g, (short) => short.toUpperCase()))
    .join(' › ');

const regions = new Intl.DisplayNames('en-GB', { type: 'region', fallback: 'none' });

/** "IN" → "India"; nothing where it is no country. */
export function country(code: string) {
  try {
    return regions.of(code);
  } catch {
    return undefined;
  }
}
