import { lines } from '../consent/forms';
import type { Condition, Details, Party, Transfer } from './model';
import type { LegalBasis } from '../consent/model';

/** The record as it is typed: texts, and what is said to be none. */
export interface Draft {
  name: string;
  purposes: string;
  dataUses: string[];
  legalBasis: LegalBasis | '';
  condition: Condition | '';
  controller: Party;
  jointControllers: Party[];
  representative: Party;
  officer: Party;
  noOfficer: boolean;
  subjects: string[];
  dataCategories: string[];
  recipients: string;
  noRecipients: boolean;
  transfers: Transfer[];
  noTransfers: boolean;
  erasureLimits: string;
  securityMeasures: string;
  ownerId: string;
  reviewOn: string;
  stores: string[];
  assessmentId: string;
}

const nobody: Party = { name: '', contact: '' };

export const draftOf = (d: Details): Draft => ({
  name: d.name,
  purposes: d.purposes ?? '',
  dataUses: [...((d.dataUses ?? []) as string[])],
  legalBasis: d.legalBasis ?? '',
  condition: d.specialCategoryCondition ?? '',
  controller: d.controller ?? nobody,
  jointControllers: [...(d.jointControllers ?? [])],
  representative: d.representative ?? nobody,
  officer: d.dataProtectionOfficer ?? nobody,
  noOfficer: d.noDataProtectionOfficer ?? false,
  subjects: [...((d.subjectCategories ?? []) as string[])],
  dataCategories: [...((d.dataCategories ?? []) as string[])],
  recipients: ((d.recipients ?? []) as string[]).join('\n'),
  noRecipients: d.recipients?.length === 0,
  transfers: [...(d.transfers ?? [])],
  noTransfers: d.transfers?.length === 0,
  erasureLimits: d.erasureLimits ?? '',
  securityMeasures: d.securityMeasures ?? '',
  ownerId: d.ownerId ?? '',
  reviewOn: d.reviewOn ?? '',
  stores: [...((d.dataStoreIds ?? []) as string[])],
  assessmentId: d.assessmentId ?? '',
});

const party = (p: Party) => (p.name.trim() || p.contact.trim() ? { name: p.name.trim(), contact: p.contact.trim() } : null);
const orNull = <T extends string>(text: T | '') => (text.trim() ? (text.trim() as T) : null);

export const detailsOf = (d: Draft): Details => ({
  name: d.name.trim(),
  purposes: orNull(d.purposes),
  dataUses: d.dataUses,
  legalBasis: orNull(d.legalBasis),
  specialCategoryCondition: orNull(d.condition),
  controller: party(d.controller),
  jointControllers: d.jointControllers.map((p) => ({ name: p.name.trim(), contact: p.contact.trim() })),
  representative: party(d.representative),
  dataProtectionOfficer: d.noOfficer ? null : party(d.officer),
  noDataProtectionOfficer: d.noOfficer,
  subjectCategories: d.subjects,
  dataCategories: d.dataCategories,
  recipients: lines(d.recipients).length > 0 ? lines(d.recipients) : d.noRecipients ? [] : null,
  transfers:
    d.transfers.length > 0
      ? d.transfers.map((t) => ({
          country: t.country.trim().toUpperCase(),
          recipient: t.recipient.trim(),
          safeguard: t.safeguard ?? 'none',
          assessment: orNull(t.assessment ?? ''),
          derogation: t.safeguard === 'derogation' ? (t.derogation ?? null) : null,
        }))
      : d.noTransfers
        ? []
        : null,
  erasureLimits: orNull(d.erasureLimits),
  securityMeasures: orNull(d.securityMeasures),
  ownerId: orNull(d.ownerId),
  reviewOn: orNull(d.reviewOn),
  dataStoreIds: d.stores,
  assessmentId: orNull(d.assessmentId),
});
