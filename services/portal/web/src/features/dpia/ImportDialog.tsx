import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { ApiProblem, explain } from '../../api/problem';
import { Button, Callout, Dialog, FileField, said } from '../../ui';

const most = 1_000_000;
const shown = 12;

class NotJson extends Error {}

/** An assessment from a file of the CNIL's tool. What we don't know of it is kept, and comes out again with the export. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const key = useRef(newKey());
  const [file, setFile] = useState<File | null>(null);
  const read = useMutation({
    mutationFn: async () => {
      const text = await file!.text();
      let pia: unknown;
      try {
        pia = JSON.parse(text);
      } catch {
        throw new NotJson();
      }
      return data(api.dpia.POST('/v1/assessments/imports/cnil', { params: { header: { 'Idempotency-Key': key.current } }, body: pia as never }));
    },
    onSuccess: (made) => {
      said('Imported. Look through it, then begin.');
      void queries.invalidateQueries({ queryKey: ['dpia'] });
      onClose();
      void navigate(`/assessments/${made.id}`);
    },
    onError: () => (key.current = newKey()),
  });
  const tooLarge = file !== null && file.size > most;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Import an assessment"
      lead="A PIA file, as the CNIL’s tool exports it (JSON). It becomes a new assessment on the general template."
      actions={
        <Button kind="primary" onPress={() => read.mutate()} isDisabled={!file || tooLarge || read.isPending}>
          {read.isPending ? 'Reading…' : 'Import'}
        </Button>
      }
    >
      <FileField
        label="File"
        file={file}
        onChange={(f) => {
          setFile(f);
          read.reset();
        }}
        accepts={['.json', 'application/json']}
        hint="Up to 1 MB. Attachments and whatever else we don’t show stay in the file for the export."
      />
      {tooLarge && <Callout tone="bad">The file is larger than 1 MB.</Callout>}
      {read.isError && <Callout tone="bad">{read.error instanceof NotJson ? 'This is no JSON file.' : <Faults error={read.error} />}</Callout>}
    </Dialog>
  );
}

/** Each place of the file that is not as it should be. */
function Faults({ error }: { error: unknown }) {
  const places = error instanceof ApiProblem ? Object.entries(error.fields) : [];
  if (places.length === 0) return explain(error);
  return (
    <>
      <p className="strong">The file can’t be taken over:</p>
      <ul className="bullets">
        {places.slice(0, shown).map(([place, texts]) => (
          <li key={place} className="wrap-any">
            <span className="mono small">{place}</span> {texts.join(' ')}
          </li>
        ))}
      </ul>
      {places.length > shown && <p className="small">and {places.length - shown} more places</p>}
    </>
  );
}
