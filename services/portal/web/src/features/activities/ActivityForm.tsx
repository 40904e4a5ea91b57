import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api, data } from '../../api/client';
import { explain } from '../../api/problem';
import { useSession } from '../../app/session';
import { Button, Callout, Chip, LinkButton, Select, TextInput } from '../../ui';
import { bases, Wrongs } from '../consent/model';
import { PersonSelect } from '../dpia/PersonSelect';
import { StorePicker } from '../dpia/StorePicker';
import { categories } from '../map/model';
import { detailsOf, draftOf, type Draft } from './draft';
import { PartyFields, Terms, TransferFields } from './fields';
import { LetterMark } from './Letters';
import { conditions, dataUses, letters, subjects, term, type Details, type Letter } from './model';

interface Props {
  initial: Details;
  action: string;
  back: string;
  save: (details: Details) => Promise<void>;
}

/** The record, part by part in the order of Art. 30(1). */
export function ActivityForm({ initial, action, back, save }: Props) {
  const [d, setDraft] = useState(() => draftOf(initial));
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const send = useMutation({ mutationFn: () => save(detailsOf(d)) });
  const wrongs = new Wrongs(send.error, '', { 'name-taken': 'name' });
  const at = (field: string) => wrongs.at(field);
  const details = detailsOf(d);
  const lacks: Record<Letter, boolean> = {
    a: !details.controller || (!details.noDataProtectionOfficer && !details.dataProtectionOfficer),
    b: !details.purposes,
    c: d.subjects.length === 0 || d.dataCategories.length === 0,
    d: details.recipients === null,
    e: details.transfers === null,
    f: !details.erasureLimits,
    g: !details.securityMeasures,
  };
  const part = (letter: Letter, content: ReactNode) => <Part title={letters[letter]} mark={<LetterMark letter={letter} lacks={lacks[letter]} />}>{content}</Part>;
  const body = (
    <>
      <Part title="The activity">
        <TextInput label="Name" value={d.name} onChange={(name) => set({ name })} wrong={at('name')} required maxLength={200} autoFocus />
        <div className="grid-2">
          <Select label="Legal basis" value={d.legalBasis || null} onChange={(legalBasis) => set({ legalBasis })} options={pairs(bases)} placeholder="Not named yet" />
          <Select label="Condition for special categories" value={d.condition || 'none'} onChange={(c) => set({ condition: c === 'none' ? '' : c })} options={[{ id: 'none' as const, label: 'No special categories of data' }, ...pairs(conditions)]} />
        </div>
      </Part>
      {part(
        'a',
        <>
          <PartyFields label="Controller" value={d.controller} onChange={(controller) => set({ controller })} wrong={(f) => at(`controller.${f}`)} hint="Empty: your organisation, as it is set up" />
          <Joint value={d.jointControllers} onChange={(jointControllers) => set({ jointControllers })} at={at} />
          <PartyFields label="Representative" value={d.representative} onChange={(representative) => set({ representative })} wrong={(f) => at(`representative.${f}`)} hint="Only of a controller outside the Union" />
          {!d.noOfficer && <PartyFields label="Data protection officer" value={d.officer} onChange={(officer) => set({ officer })} wrong={(f) => at(`dataProtectionOfficer.${f}`)} hint="The function. Empty: as it is set up" />}
          <div>
            <Chip on={d.noOfficer} onChange={(noOfficer) => set({ noOfficer })}>
              No data protection officer has to be designated
            </Chip>
          </div>
        </>,
      )}
      {part(
        'b',
        <>
          <TextInput label="What it is done for" value={d.purposes} onChange={(purposes) => set({ purposes })} wrong={at('purposes')} rows={3} maxLength={4000} />
          <Terms label="Data uses" offered={dataUses} value={d.dataUses} onChange={(uses) => set({ dataUses: uses })} wrong={at('dataUses')} further="A more specific use" />
        </>,
      )}
      {part(
        'c',
        <>
          <Terms label="Whose data" offered={subjects} value={d.subjects} onChange={(s) => set({ subjects: s })} wrong={at('subjectCategories')} />
          <Terms label="Which data" offered={categories} value={d.dataCategories} onChange={(c) => set({ dataCategories: c })} wrong={at('dataCategories')} further="Another category" show={(c) => term(c.replace(/^user\./, ''))} />
        </>,
      )}
      {part(
        'd',
        <>
          <TextInput label="Categories of recipients" value={d.recipients} onChange={(recipients) => set({ recipients })} wrong={at('recipients')} rows={3} hint="One per line" />
          {d.recipients.trim() === '' && (
            <div>
              <Chip on={d.noRecipients} onChange={(noRecipients) => set({ noRecipients })}>
                Nobody outside gets the data
              </Chip>
            </div>
          )}
        </>,
      )}
      {part('e', <TransferFields value={d.transfers} onChange={(transfers) => set({ transfers })} none={d.noTransfers} onNone={(noTransfers) => set({ noTransfers })} wrong={at} />)}
      {part('f', <TextInput label="When which data are erased" value={d.erasureLimits} onChange={(erasureLimits) => set({ erasureLimits })} wrong={at('erasureLimits')} rows={3} maxLength={4000} />)}
      {part('g', <TextInput label="Technical and organisational measures" value={d.securityMeasures} onChange={(securityMeasures) => set({ securityMeasures })} wrong={at('securityMeasures')} rows={3} maxLength={4000} />)}
      <Part title="Care">
        <div className="grid-2">
          <PersonSelect label="Owner" permission="inventory:read" value={d.ownerId} onChange={(ownerId) => set({ ownerId })} />
          <TextInput label="Review on" type="date" value={d.reviewOn} onChange={(reviewOn) => set({ reviewOn })} wrong={at('reviewOn')} />
        </div>
        <StorePicker value={d.stores} onChange={(stores) => set({ stores })} hint="Where the data of this activity are." />
        <AssessmentSelect value={d.assessmentId} onChange={(assessmentId) => set({ assessmentId })} />
      </Part>
    </>
  );
  return (
    <form
      className="form"
      aria-label="Record of the processing activity"
      onSubmit={(e) => {
        e.preventDefault();
        send.mutate();
      }}
    >
      {body}
      {send.isError && wrongs.unclaimed && <Callout tone="bad">{explain(send.error)}</Callout>}
      <div className="form-foot">
        {send.isError && !wrongs.unclaimed && <span className="wrong-text grow">Something is not right: look at the marked fields.</span>}
        <LinkButton to={back}>Cancel</LinkButton>
        <Button kind="primary" type="submit" isDisabled={send.isPending || !d.name.trim()}>
          {action}
        </Button>
      </div>
    </form>
  );
}

const pairs = <T extends string>(labels: Record<T, string>) => Object.entries(labels).map(([id, label]) => ({ id: id as T, label: label as string }));

const Part = ({ title, mark, children }: { title: string; mark?: ReactNode; children: ReactNode }) => (
  <section className="card form-part">
    <div className="card-head">
      <h2>
        {mark} {title}
      </h2>
    </div>
    <div className="card-body">{children}</div>
  </section>
);

function Joint({ value, onChange, at }: { value: Draft['jointControllers']; onChange: (value: Draft['jointControllers']) => void; at: (field: string) => string | undefined }) {
  return (
    <>
      {value.map((p, i) => (
        <PartyFields key={i} label={`Joint controller ${i + 1}`} value={p} onChange={(changed) => onChange(value.map((other, j) => (j === i ? changed : other)))} wrong={(f) => at(`jointControllers[${i}].${f}`)} />
      ))}
      <div className="row">
        <Button small onPress={() => onChange([...value, { name: '', contact: '' }])}>
          Add a joint controller
        </Button>
        {value.length > 0 && (
          <Button small kind="quiet" onPress={() => onChange(value.slice(0, -1))}>
            Remove the last
          </Button>
        )}
      </div>
    </>
  );
}

function AssessmentSelect({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { can } = useSession();
  const assessments = useQuery({
    queryKey: ['dpia', 'titles'],
    queryFn: () => data(api.dpia.GET('/v1/assessments', { params: { query: { sort: 'updatedAt', limit: 200 } } })).then((p) => p.items),
    enabled: can('dpia:read'),
    staleTime: 30_000,
  });
  if (!assessments.data) return null;
  const options = [{ id: 'none', label: 'None' }, ...assessments.data.map((a) => ({ id: a.id as string, label: a.title }))];
  if (value && options.every((o) => o.id !== value)) options.push({ id: value, label: value });
  return <Select label="Impact assessment" value={value || 'none'} onChange={(id) => onChange(id === 'none' ? '' : id)} options={options} />;
}
