import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { api, data, newKey } from '../../api/client';
import { explain } from '../../api/problem';
import { Bones, Button, Callout, Dialog, Failure, IconButton, said, Select, TextInput } from '../../ui';
import { Choice } from './forms';
import { purposesQuery, Wrongs, type NoticeVersion, type PublishBody } from './model';
import { textQuery } from './noticeData';
import { PublishPreview } from './PublishPreview';

/** A new version begins as the last one was. */
export function PublishDialog({ code, versions, close }: { code: string; versions: NoticeVersion[]; close: () => void }) {
  const last = versions[0];
  const before = useQueries({ queries: (last?.texts ?? []).map((t) => textQuery(code, last!.version, t.language)) });
  const error = before.find((q) => q.error)?.error;
  if (error || before.some((q) => !q.data))
    return (
      <Dialog open wide onClose={close} title="Publish a version">
        {error ? <Failure error={error} /> : <Bones />}
      </Dialog>
    );
  const texts = last ? last.texts.map((t, i) => ({ language: t.language, text: before[i]!.data!.text })) : [{ language: 'en', text: '' }];
  return <Form code={code} last={last} texts={texts} close={close} />;
}

const at = (local: string) => (local ? new Date(local).toISOString() : null);

function Form({ code, last, texts: initial, close }: { code: string; last?: NoticeVersion; texts: { language: string; text: string }[]; close: () => void }) {
  const queries = useQueryClient();
  const key = useRef(newKey());
  const purposes = useQuery(purposesQuery);
  const [change, setChange] = useState<PublishBody['change']>(last ? 'minor' : 'material');
  const [chosen, setChosen] = useState<string[]>(last?.purposes ?? []);
  const [withdrawal, setWithdrawal] = useState(last?.withdrawalMethod ?? '');
  const [from, setFrom] = useState('');
  const [texts, setTexts] = useState(initial);
  const body = (): PublishBody => ({ change, purposes: chosen, withdrawalMethod: withdrawal, texts, effectiveFrom: at(from) });
  const preview = useMutation({ mutationFn: () => data(api.consent.POST('/v1/notices/{code}/preview', { params: { path: { code } }, body: body() })) });
  const publish = useMutation({
    mutationFn: () => data(api.consent.POST('/v1/notices/{code}/versions', { params: { path: { code }, header: { 'Idempotency-Key': key.current } }, body: body() })),
    onSuccess: (v) => {
      said(`Version ${v.version} is published.`);
      close();
      void queries.invalidateQueries({ queryKey: ['consent', 'notices'] });
    },
    onError: () => (key.current = newKey()),
  });
  const error = publish.error ?? preview.error;
  const wrong = new Wrongs(error);
  const fields = { change: wrong.at('change'), purposes: wrong.at('purposes'), withdrawal: wrong.at('withdrawalMethod'), from: wrong.at('effectiveFrom'), texts: texts.map((_, i) => ({ language: wrong.at(`texts[${i}].language`), text: wrong.at(`texts[${i}].text`) })) };
  const edit = (i: number, part: Partial<(typeof texts)[number]>) => setTexts(texts.map((t, j) => (j === i ? { ...t, ...part } : t)));
  return (
    <Dialog
      open
      wide
      onClose={close}
      title={last ? `Publish version ${last.version + 1}` : 'Publish the first version'}
      lead="What is published never changes. Look at the preview first."
      actions={
        preview.data ? (
          <>
            <Button onPress={() => preview.reset()}>Back to the text</Button>
            <Button kind="primary" onPress={() => publish.mutate()} isDisabled={publish.isPending}>
              Publish
            </Button>
          </>
        ) : (
          <Button kind="primary" onPress={() => (publish.reset(), preview.mutate())} isDisabled={preview.isPending}>
            Preview
          </Button>
        )
      }
    >
      {preview.data ? (
        <PublishPreview preview={preview.data} texts={texts} before={initial} isFirst={!last} withdrawal={withdrawal} />
      ) : (
        <>
          <div className="grid-2">
            <div className="stack-s">
              <Select
                label="Kind of change"
                value={change}
                onChange={setChange}
                options={[
                  { id: 'minor', label: 'Minor: consents stand' },
                  { id: 'material', label: 'Material: ask again' },
                ]}
              />
              {fields.change && <span className="wrong-text">{fields.change}</span>}
            </div>
            <TextInput label="In effect from" type="datetime-local" value={from} onChange={setFrom} wrong={fields.from} hint="Empty: at once. In your time zone." />
          </div>
          <Choice label="Purposes that it informs about" options={(purposes.data ?? []).map((p) => ({ id: p.code, label: p.details.name }))} chosen={chosen} onChange={setChosen} wrong={fields.purposes} />
          <TextInput label="How to withdraw" value={withdrawal} onChange={setWithdrawal} wrong={fields.withdrawal} required maxLength={500} hint="As the notice tells it, for example: the link in every message." />
          {texts.map((t, i) => (
            <div key={i} className="c-language">
              <div className="row">
                <TextInput label="Language" value={t.language} onChange={(language) => edit(i, { language })} wrong={fields.texts[i]!.language} maxLength={35} hint="en, de, pt-BR…" />
                <span className="grow" />
                {texts.length > 1 && (
                  <IconButton label={`Remove ${t.language}`} onPress={() => setTexts(texts.filter((_, j) => j !== i))}>
                    <Trash2 size={16} aria-hidden />
                  </IconButton>
                )}
              </div>
              <TextInput label={`Text (${t.language})`} value={t.text} onChange={(text) => edit(i, { text })} wrong={fields.texts[i]!.text} rows={7} required />
            </div>
          ))}
          <div>
            <Button small kind="quiet" onPress={() => setTexts([...texts, { language: '', text: '' }])}>
              <Plus size={15} aria-hidden /> Another language
            </Button>
          </div>
        </>
      )}
      {wrong.unclaimed && <Callout tone="bad">{explain(error)}</Callout>}
    </Dialog>
  );
}
