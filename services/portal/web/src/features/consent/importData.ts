import type { components } from '../../api/generated/consent';
import type { Tone } from '../../ui';

export type Import = components['schemas']['ImportResponse'];

export const importStates: Record<Import['state'], { label: string; tone: Tone }> = {
  receiving: { label: 'being received', tone: 'info' },
  queued: { label: 'waits', tone: 'plain' },
  running: { label: 'being recorded', tone: 'info' },
  completed: { label: 'done', tone: 'good' },
  failed: { label: 'failed', tone: 'bad' },
};

export const isUnderWay = (i: Import) => i.state === 'receiving' || i.state === 'queued' || i.state === 'running';

/** Of the lines that can be recorded, how many are. */
export const percentOf = (i: Import) => {
  const sound = i.lines - i.rejected;
  return i.state === 'completed' ? 100 : sound <= 0 ? 0 : Math.floor((100 * (i.imported + i.unchanged)) / sound);
};

export const importFailures: Record<string, string> = {
  'upload-incomplete': 'The upload ended before the file did. Send the file again: what was taken over is not taken over twice.',
  'recording-failed': 'The lines were received, but recording them failed again and again. Send the file again: what was taken over is not taken over twice.',
};

/** What a line lacked, in words. */
export const lineFaults: Record<string, string> = {
  'malformed-line': 'The line can’t be read.',
  'wrong-number-of-fields': 'It has more or fewer fields than the header.',
  'unknown-field': 'It has a field that is not known.',
  'value-of-wrong-type': 'A value is of another type than it should be.',
  'null-character': 'It contains a null character.',
  'line-too-long': 'The line is too long.',
  'not-utf-8': 'It is not written in UTF-8.',
  'field-missing': 'The field is missing or empty.',
  'value-too-long': 'The value is longer than 500 characters.',
  'code-not-valid': 'Lower-case letters, digits and single hyphens only.',
  'identifier-not-valid': 'The identifier is not of its kind.',
  'purpose-unknown': 'There is no such purpose.',
  'action-unknown': 'One of give, refuse, withdraw, object, liftObjection is expected.',
  'purpose-not-consent-based': 'The purpose does not rest on consent.',
  'purpose-rests-on-consent': 'The purpose rests on consent: it is withdrawn from, not objected to.',
  'no-right-to-object': 'Nobody can object to a purpose on this legal basis.',
  'time-not-valid': 'A time with its offset is expected, for example 2026-03-01T09:30:00Z.',
  'time-in-the-future': 'The time has not come yet.',
  'notice-unknown': 'There is no such notice.',
  'notice-version-unknown': 'The notice has no such version.',
  'language-unknown': 'The notice was not published in this language.',
  'notice-does-not-cover-purpose': 'The notice does not cover the purpose.',
  'given-by-unknown': 'One of subject, guardian is expected.',
  'country-not-valid': 'Two capital letters are expected, for example DE.',
  'age-not-valid': 'A whole number of years is expected.',
  'age-required': 'The purpose is offered to children: country and age are needed.',
  'guardian-required': 'Below the age of consent a guardian has to give it (Art. 8).',
};
