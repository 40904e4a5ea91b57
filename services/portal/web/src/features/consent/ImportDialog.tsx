import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data } from '../../api/client';
import { explain } from '../../api/problem';
import { Button, Callout, Dialog, FileField, TextInput } from '../../ui';
import type { Import } from './importData';
import { Wrongs } from './model';

const mediaTypes = { csv: 'text/csv', jsonl: 'application/jsonl', ndjson: 'application/x-ndjson' } as const;
const endingOf = (name: string) => name.slice(name.lastIndexOf('.') + 1).toLowerCase() as keyof typeof mediaTypes;

/** Sends a file as it is; the browser streams it from the disk. */
export function ImportDialog({ close, done }: { close: () => void; done: (started: Import) => void }) {
  const queries = useQueryClient();
  const [source, setSource] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const type = file && mediaTypes[endingOf(file.name)];
  const send = useMutation({
    mutationFn: () =>
      data(
        api.consent.POST('/v1/imports', {
          params: { query: { source: source.trim() } },
          headers: { 'Content-Type': type },
          body: file as never,
          bodySerializer: (body: unknown) => body as Blob,
        }),
      ),
    onSuccess: (started) => {
      void queries.invalidateQueries({ queryKey: ['consent', 'imports'] });
      close();
      done(started);
    },
  });
  const wrong = new Wrongs(send.error);
  const [wrongSource, wrongFile] = [wrong.at('source'), wrong.at('body')];
  return (
    <Dialog
      open
      wide
      onClose={close}
      title="Import consents"
      lead="Identifiers are turned into pseudonyms while the file is read; the file itself is not kept."
      actions={
        <Button kind="primary" onPress={() => send.mutate()} isDisabled={send.isPending || !type || source.trim() === ''}>
          {send.isPending ? 'Sending…' : 'Import'}
        </Button>
      }
    >
      <TextInput label="Where they come from" value={source} onChange={setSource} wrong={wrongSource} required autoFocus maxLength={64} hint="A code in lower case with hyphens, for example old-shop. Line ids are unique within it." />
      <FileField
        label="File"
        file={file}
        onChange={(f) => {
          setFile(f);
          send.reset();
        }}
        accepts={['.csv', '.jsonl', '.ndjson']}
        hint="CSV with a header, or JSON Lines, in UTF-8."
      />
      {file && !type && <Callout tone="bad">The name of the file has to end in .csv, .jsonl or .ndjson.</Callout>}
      {wrongFile && <Callout tone="bad">{wrongFile}</Callout>}
      {send.isError && wrong.unclaimed && <Callout tone="bad">{explain(send.error)}</Callout>}
      <details className="c-form">
        <summary>What a line holds</summary>
        <pre className="code" tabIndex={0}>
          {'identifierKind,identifier,purpose,action,occurredAt,notice,noticeVersion,language,evidence\nemail,ada@example.org,newsletter,give,2026-03-01T09:30:00Z,shop-privacy,2,en,order 4711\nemail,ben@example.org,newsletter,withdraw,2026-03-04T18:02:11Z,,,,'}
        </pre>
        <p className="small soft">
          The first five are needed. Without a notice or evidence a consent is taken over, and marked as one that can’t be shown. Further: <span className="mono">method, givenBy, country, ageYears, externalId</span>.
        </p>
      </details>
    </Dialog>
  );
}
