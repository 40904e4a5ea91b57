import { useMutation } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { api, data } from '../../api/client';
import { explain } from '../../api/problem';
import { Button, Callout, Card, TextInput } from '../../ui';
import { ReceiptResult } from './ReceiptResult';

/** A receipt that somebody sent, verified by paste. */
export function Receipts() {
  const [text, setText] = useState('');
  const check = useMutation({ mutationFn: (receipt: string) => data(api.consent.POST('/v1/public/receipts/verification', { body: { receipt } })) });
  return (
    <div className="stack-l">
      <Card title="Verify a receipt">
        <form
          className="stack"
          onSubmit={(e) => {
            e.preventDefault();
            if (text.trim()) check.mutate(text.trim());
          }}
        >
          <TextInput
            label="Receipt"
            value={text}
            onChange={(t) => {
              setText(t);
              check.reset();
            }}
            rows={6}
            hint="Three parts with dots between them, as the person got it. It is not kept."
          />
          <div>
            <Button kind="primary" type="submit" isDisabled={!text.trim() || check.isPending}>
              <ShieldCheck size={16} aria-hidden /> Verify
            </Button>
          </div>
        </form>
      </Card>
      <div aria-live="polite">{check.isError ? <Callout tone="bad">{explain(check.error)}</Callout> : check.data && <ReceiptResult result={check.data} />}</div>
    </div>
  );
}
