import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { api, data } from '../../api/client';
import { Button, Dialog, failed, Facts, Loaded, said, CopyText } from '../../ui';
import type { ConsentRecord } from './model';

/** The signed receipt of a record: what the person, or anybody, can verify with the published keys. */
export function ReceiptDialog({ record, close }: { record: ConsentRecord; close: () => void }) {
  const receipt = useQuery({ queryKey: ['consent', 'receipt', record.id], queryFn: () => data(api.consent.GET('/v1/records/{id}/receipt', { params: { path: { id: record.id } } })) });
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    said('The receipt is copied.');
  };
  return (
    <Dialog
      open
      wide
      onClose={close}
      title="Receipt"
      lead="Signed by us (JWS, ES256). Whoever has it can verify it with the published keys, without asking us."
      closeLabel="Close"
      actions={
        receipt.data && (
          <Button kind="primary" onPress={() => void copy(receipt.data.receipt).catch(failed)}>
            <Copy size={15} aria-hidden /> Copy
          </Button>
        )
      }
    >
      <Loaded query={receipt}>
        {(r) => (
          <>
            <pre className="code wrap-code" tabIndex={0} aria-label="Receipt">
              {r.receipt}
            </pre>
            <Facts
              items={[
                ['Record', <CopyText key="r" value={record.id} label="record id" length={36} />],
                ['Key', <CopyText key="k" value={r.keyId} label="key id" length={24} />],
              ]}
            />
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
