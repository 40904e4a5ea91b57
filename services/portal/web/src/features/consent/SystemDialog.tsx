import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data } from '../../api/client';
import { explain } from '../../api/problem';
import { useSession } from '../../app/session';
import { Button, Callout, CopyText, Dialog, said, Select, TextInput } from '../../ui';
import { Choice, lines } from './forms';
import { purposesQuery, Wrongs, type System } from './model';

interface Props {
  /** The system to change; none: a new one is registered. */
  system?: System;
  etag?: string;
  close: () => void;
  made?: (secret: string | null) => void;
}

export function SystemDialog({ system, etag, close, made }: Props) {
  const queries = useQueryClient();
  const { can } = useSession();
  const purposes = useQuery({ ...purposesQuery, enabled: can('consent:read') });
  const [code, setCode] = useState('');
  const [way, setWay] = useState<'webhook' | 'broker'>(system && !system.url ? 'broker' : 'webhook');
  const [url, setUrl] = useState(system?.url ?? '');
  const [client, setClient] = useState('');
  const [only, setOnly] = useState<readonly string[]>(system?.purposes ?? []);
  const save = useMutation({
    mutationFn: async (): Promise<string | null> => {
      const address = way === 'webhook' ? url.trim() : null;
      if (system) {
        await api.consent.PUT('/v1/recipients/{code}', { params: { path: { code: system.code }, header: { 'If-Match': etag! } }, body: { purposes: [...only], enabled: system.enabled, url: address === system.url ? null : address } });
        return null;
      }
      return (await data(api.consent.POST('/v1/recipients', { body: { code: code.trim(), url: address, clientId: client.trim() || null, purposes: [...only] } }))).secret ?? null;
    },
    onSuccess: (secret) => {
      said(system ? `${system.code} is changed.` : `${code} is registered. It is told of what happens from now on.`);
      close();
      void queries.invalidateQueries({ queryKey: ['consent', 'systems'] });
      made?.(secret);
    },
  });
  const wrong = new Wrongs(save.error, '', { 'recipient-exists': 'code' });
  return (
    <Dialog
      open
      onClose={close}
      title={system ? `Change ${system.code}` : 'Register a system'}
      actions={
        <Button kind="primary" onPress={() => save.mutate()} isDisabled={save.isPending || (!system && !code.trim()) || (way === 'webhook' && !url.trim())}>
          {system ? 'Save' : 'Register'}
        </Button>
      }
    >
      {!system && (
        <>
          <TextInput label="Code" value={code} onChange={setCode} wrong={wrong.at('code')} required autoFocus maxLength={64} hint="Lower case with hyphens, for example mailing-tool" />
          <Select
            label="How it learns"
            value={way}
            onChange={setWay}
            options={[
              { id: 'webhook', label: 'We call it (webhook)' },
              { id: 'broker', label: 'It listens to the broker' },
            ]}
          />
        </>
      )}
      {way === 'webhook' ? (
        <TextInput label="Address" value={url} onChange={setUrl} wrong={wrong.at('url')} required maxLength={500} hint="https, on the public internet" />
      ) : (
        !system && <TextInput label="Machine client" value={client} onChange={setClient} wrong={wrong.at('clientId')} maxLength={100} hint="That may acknowledge for it" />
      )}
      {purposes.data ? (
        <Choice label="Only these purposes" options={purposes.data.map((p) => ({ id: p.code, label: p.details.name }))} chosen={only} onChange={setOnly} wrong={wrong.at('purposes')} hint="None chosen: all" />
      ) : (
        !can('consent:read') && (
          <TextInput label="Only these purposes" value={only.join('\n')} onChange={(t) => setOnly(lines(t))} wrong={wrong.at('purposes')} rows={3} hint="Codes, one per line; empty: all" />
        )
      )}
      {wrong.unclaimed && <Callout tone="bad">{explain(save.error)}</Callout>}
    </Dialog>
  );
}

export function SecretDialog({ secret, close }: { secret: string | null; close: () => void }) {
  return (
    <Dialog open={secret !== null} onClose={close} title="The secret of its webhooks" lead="It signs what is sent, and is shown this once. Copy it to the receiver now." closeLabel="I have it">
      {secret && <CopyText value={secret} label="secret" length={80} />}
    </Dialog>
  );
}
