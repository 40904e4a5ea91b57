import type { components } from '../../api/generated/consent';

type Schemas = components['schemas'];
export type Decoded = Schemas['DecodeSignalResponse'];
export type TcString = Schemas['TcString'];
export type GppSection = Schemas['GppSection'];
export type StoredSignal = Schemas['StoredSignalResponse'];
export type VendorRange = Schemas['VendorRange'];

export const kinds: Record<Schemas['SignalKind'], string> = { tcf: 'TC string', gpp: 'GPP string', gpc: 'Global Privacy Control' };

/** Names of the purposes as IAB Europe's policies have them. */
export const tcfPurposes: Record<number, string> = {
  1: 'Store and/or access information on a device',
  2: 'Use limited data to select advertising',
  3: 'Create profiles for personalised advertising',
  4: 'Use profiles to select personalised advertising',
  5: 'Create profiles to personalise content',
  6: 'Use profiles to select personalised content',
  7: 'Measure advertising performance',
  8: 'Measure content performance',
  9: 'Understand audiences through statistics or combinations of data from different sources',
  10: 'Develop and improve services',
  11: 'Use limited data to select content',
};

export const specialFeatures: Record<number, string> = { 1: 'Use precise geolocation data', 2: 'Actively scan device characteristics for identification' };

export const sections: Record<number, string> = {
  1: 'TCF EU, version 1', 2: 'TCF EU, version 2', 5: 'TCF Canada', 6: 'US Privacy', 7: 'US National', 8: 'California', 9: 'Virginia', 10: 'Colorado', 11: 'Utah', 12: 'Connecticut', 13: 'Florida', 14: 'Montana', 15: 'Oregon',
  16: 'Texas', 17: 'Delaware', 18: 'Iowa', 19: 'Nebraska', 20: 'New Hampshire', 21: 'New Jersey', 22: 'Tennessee', 23: 'Minnesota', 24: 'Maryland', 25: 'Indiana', 26: 'Kentucky', 27: 'Rhode Island',
};

const faults: Record<string, string> = {
  'too-long': 'It is longer than any such string.',
  'version-unknown': 'It is of a version that is not known.',
  'segment-twice': 'A part of it is there twice.',
  'segment-unknown': 'A part of it is of no known kind.',
  'range-wrong': 'A range of vendors ends before it begins, or beyond the last.',
  'restriction-wrong': 'A restriction of the publisher is not possible.',
  'sections-do-not-match-header': 'Its sections are not those that its header names.',
  'not-a-gpp-header': 'It does not begin with the header of a GPP string.',
  'section-id-too-large': 'It names a section with a number that can’t be.',
  'usp-wrong': 'The section on US Privacy can’t be read.',
  'disclosed-vendors-missing': 'The vendors that were disclosed are missing: since TCF 2.3 they are required.',
  'updated-before-created': 'It was updated before it was created.',
};

export const faultText = (code: string) => faults[code] ?? 'It ends too early, or has a character or a value that can’t be there.';

/** "1–5, 12, 40–44". */
export const ranges = (of: readonly VendorRange[]) => of.map((r) => (r.first === r.last ? String(r.first) : `${r.first}–${r.last}`)).join(', ');

export const countOf = (of: readonly VendorRange[]) => of.reduce((n, r) => n + r.last - r.first + 1, 0);

/** A value of a US section in words: 0 means that it does not apply. */
export function usValue(field: string, value: number) {
  if (value === 0) return 'does not apply';
  const [one, two] = field.endsWith('Notice') ? ['given', 'not given'] : field.endsWith('OptOut') ? ['opted out', 'did not opt out'] : field.startsWith('Mspa') ? ['yes', 'no'] : ['no consent', 'consent'];
  return value === 1 ? one! : two!;
}
