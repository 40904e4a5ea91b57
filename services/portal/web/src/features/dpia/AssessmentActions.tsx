import { useMutation } from '@tanstack/react-query';
import { Archive, Ban, Copy, Download, FileCode, FileText, MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { useSession } from '../../app/session';
import { Button, failed, IconButton, Menu } from '../../ui';
import { download, type Assessment } from './model';
import { StepDialog, type Step } from './StepDialog';
import { stepsOf } from './steps';

/** The CNIL's tool knows the structure of the general template only. */
const formats = [
  { id: 'pdf', label: 'Report as PDF', icon: <FileText size={16} />, path: 'report.pdf', file: 'pdf' },
  { id: 'html', label: 'Report as HTML', icon: <FileCode size={16} />, path: 'report.html', file: 'html' },
  { id: 'cnil', label: 'File for the CNIL’s tool', icon: <Download size={16} />, path: 'exports/cnil', file: 'json' },
];

/** Downloads, and what can be done with an assessment as a whole. */
export function AssessmentActions({ assessment: a, etag }: { assessment: Assessment; etag: string }) {
  const { can } = useSession();
  const navigate = useNavigate();
  const [step, setStep] = useState<Step | null>(null);
  const steps = stepsOf(a, etag);
  const save = useMutation({ mutationFn: (f: (typeof formats)[number]) => download(`/v1/assessments/${a.id}/${f.path}`, `dpia-${a.id}.${f.file}`), onError: failed });
  const clone = useMutation({
    mutationFn: () =>
      data(api.dpia.POST('/v1/assessments/{id}/clones', { params: { path: { id: a.id }, header: { 'Idempotency-Key': newKey() } }, body: { title: `${a.title} (copy)`.slice(0, 200), description: a.description } })),
    onSuccess: (copy) => void navigate(`/assessments/${copy.id}`),
    onError: failed,
  });
  const more = [
    ...(can('dpia:write') ? [{ id: 'clone', label: 'Begin another from this', icon: <Copy size={16} />, onAction: () => clone.mutate() }] : []),
    ...(can('dpia:approve') && a.steps.includes('reject') ? [{ id: 'reject', label: 'Reject…', icon: <Ban size={16} />, danger: true, onAction: () => setStep(steps.reject) }] : []),
    ...(can('dpia:approve') && a.steps.includes('archive') ? [{ id: 'archive', label: 'Archive…', icon: <Archive size={16} />, danger: true, onAction: () => setStep(steps.archive) }] : []),
  ];
  return (
    <>
      <Menu
        label="Export"
        trigger={
          <Button isDisabled={save.isPending}>
            <Download size={16} aria-hidden /> Export
          </Button>
        }
        actions={formats.filter((f) => f.id !== 'cnil' || a.templateCode === 'general').map((f) => ({ id: f.id, label: f.label, icon: f.icon, onAction: () => save.mutate(f) }))}
      />
      {more.length > 0 && (
        <Menu
          label="More"
          trigger={
            <IconButton label="More actions" kind="plain">
              <MoreHorizontal size={17} aria-hidden />
            </IconButton>
          }
          actions={more}
        />
      )}
      {step && <StepDialog step={step} onClose={() => setStep(null)} />}
    </>
  );
}
