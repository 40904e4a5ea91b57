import { useMutation } from '@tanstack/react-query';
import { Award, Download, Package, ShieldX } from 'lucide-react';
import { ownHeader } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { Badge, Button, bytes, Card, CopyText, Facts, failed, number, Time, words } from '../../ui';
import { sha256Hex } from '../../api/hash';
import { shortId, type RequestView } from './model';
import { PackagePreview } from './PackagePreview';

/** What came out: the package's fate, the certificate, or the refusal. */
export function Outcome({ request }: { request: RequestView }) {
  return (
    <>
      {request.package && <PackageCard pack={request.package} requestId={request.id} />}
      {request.certificateId && <Certificate request={request} />}
      {request.refusalGround && (
        <Card title={<><ShieldX size={16} aria-hidden /> Refused</>}>
          <Facts items={[['Ground', words(request.refusalGround)], request.closedAt ? ['On', <Time key="t" at={request.closedAt} />] : null]} />
        </Card>
      )}
    </>
  );
}

const packageStates = {
  collecting: { label: 'Collecting', tone: 'info' },
  ready: { label: 'Ready, link sent', tone: 'warn' },
  delivered: { label: 'Downloaded by the person', tone: 'good' },
  deleted: { label: 'Deleted after its time', tone: 'plain' },
} as const;

function PackageCard({ pack, requestId }: { pack: NonNullable<RequestView['package']>; requestId: string }) {
  const state = packageStates[pack.state];
  return (
    <Card
      title={
        <>
          <Package size={16} aria-hidden /> Package
        </>
      }
      actions={
        <Badge tone={state.tone} live={pack.state === 'collecting'}>
          {state.label}
        </Badge>
      }
    >
      <div className="stack">
        <Facts
          items={[
            ['Holds', `${number.format(pack.rows)} rows, ${bytes(pack.bytes)}`],
            pack.readyAt ? ['Ready', <Time key="r" at={pack.readyAt} />] : null,
            pack.deliveredAt ? ['Downloaded', <Time key="d" at={pack.deliveredAt} />] : null,
            pack.expiresAt ? ['Deleted on', <Time key="e" at={pack.expiresAt} />] : null,
            pack.hash ? ['SHA-256', <CopyText key="h" value={pack.hash} label="hash of the package" length={16} />] : null,
          ]}
        />
        <p className="muted small">The package is encrypted with a key of its own, and only the person has the link to it.</p>
        {(pack.state === 'ready' || pack.state === 'delivered') && <PackagePreview requestId={requestId} />}
      </div>
    </Card>
  );
}

function Certificate({ request }: { request: RequestView }) {
  const save = useMutation({
    mutationFn: async () => {
      const response = await fetch(`/api/dsar/v1/requests/${request.id}/certificate`, { headers: ownHeader });
      if (!response.ok) throw await ApiProblem.of(response);
      const content = await response.arrayBuffer();
      return { content, hash: await sha256Hex(content), told: response.headers.get('X-Content-SHA256') };
    },
    onSuccess: ({ content }) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
      link.download = `erasure-certificate-${shortId(request.id)}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
    onError: failed,
  });
  return (
    <Card
      title={
        <>
          <Award size={16} aria-hidden /> Erasure certificate
        </>
      }
      actions={
        <Button small onPress={() => save.mutate()} isDisabled={save.isPending}>
          <Download size={14} aria-hidden /> Download
        </Button>
      }
    >
      <div className="stack">
        <p>What was deleted, masked and kept in each table, who planned and who approved it, and the proof that nothing in scope was left.</p>
        {save.data && (
          <p className="small">
            SHA-256 of the file, computed here: <CopyText value={save.data.hash} label="hash of the certificate" length={16} />{' '}
            {save.data.hash === save.data.told ? <Badge tone="good">as issued</Badge> : <Badge tone="bad">not what was issued</Badge>}
          </p>
        )}
      </div>
    </Card>
  );
}
