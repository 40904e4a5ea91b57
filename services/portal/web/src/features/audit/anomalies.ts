import type { Tone } from '../../ui';

export const detectors: Record<string, string> = {
  'bulk-access': 'Far more records read than usual',
  'off-hours': 'Administration outside working hours',
  'repeated-refusals': 'Many refusals',
  'approval-pattern': 'One-sided approvals',
  'audit-gap': 'A gap in the log',
};

export const states: Record<string, { label: string; tone: Tone }> = {
  open: { label: 'to review', tone: 'warn' },
  acknowledged: { label: 'acknowledged', tone: 'info' },
  dismissed: { label: 'dismissed', tone: 'plain' },
};
