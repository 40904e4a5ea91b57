import { api, data } from '../../api/client';
import { CopyText } from '../../ui';
import type { Assessment } from './model';
import type { Step } from './StepDialog';

/** Every step of the workflow: what it asks, and the call that takes it. */
export function stepsOf(a: Assessment, etag: string) {
  const params = { path: { id: a.id }, header: { 'If-Match': etag } };
  const plain = (text: string) => ({ params, body: { text: text || null } });
  return {
    begin: (required: boolean): Step => ({
      title: 'Begin the assessment',
      lead: required ? 'The screening requires it.' : 'No screening requires it: say why it is made all the same.',
      action: 'Begin',
      text: required ? 'Remark (optional)' : 'Why it is made',
      optional: required,
      done: 'Begun.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/beginning', plain(text))),
    }),
    submit: {
      title: 'Submit to the DPO',
      lead: 'Nobody can write while it is reviewed.',
      action: 'Submit',
      text: 'Remark (optional)',
      optional: true,
      done: 'Submitted. The DPO advises next.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/submission', plain(text))),
    } as Step,
    sendBack: {
      title: 'Send back for changes',
      lead: 'Whoever writes the assessment reads the reason.',
      action: 'Send back',
      text: 'What has to change',
      done: 'Sent back.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/change-requests', { params, body: { text } })),
    } as Step,
    advise: {
      title: 'The DPO’s opinion',
      lead: 'GDPR Art. 35(2). It is kept with your name and can’t be changed. Who advises can’t approve.',
      action: 'Give the opinion',
      choice: { label: 'Opinion', options: [{ id: 'favourable', label: 'Favourable' }, { id: 'conditional', label: 'Favourable under conditions' }, { id: 'unfavourable', label: 'Unfavourable' }] },
      text: 'Opinion in words',
      done: 'The opinion is given.',
      run: ({ text, choice }) => data(api.dpia.POST('/v1/assessments/{id}/advice', { params, body: { opinion: choice as 'favourable', text } })),
    } as Step,
    answer: {
      title: 'Answer the opinion',
      lead: 'The controller follows it, or refuses with reasons.',
      action: 'Answer',
      choice: { label: 'Answer', options: [{ id: 'followed', label: 'We follow it' }, { id: 'refused', label: 'We do not follow it' }] },
      text: 'How, or why not',
      done: 'Answered.',
      run: ({ text, choice }) => data(api.dpia.POST('/v1/assessments/{id}/advice-answer', { params, body: { followed: choice === 'followed', text } })),
    } as Step,
    views: {
      title: 'Views of the people concerned',
      lead: 'GDPR Art. 35(9).',
      action: 'Record',
      choice: { label: 'Were they asked?', options: [{ id: 'sought', label: 'They were asked' }, { id: 'notSought', label: 'They were not asked' }] },
      text: 'What they said, or why they were not asked',
      done: 'Recorded.',
      run: ({ text, choice }) => data(api.dpia.POST('/v1/assessments/{id}/views', { params, body: { sought: choice === 'sought', text } })),
    } as Step,
    askAcceptance: {
      title: 'Ask for the risk to be accepted',
      action: 'Ask',
      text: 'Remark (optional)',
      optional: true,
      done: 'Whoever accepts risks is asked.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/acceptance-request', plain(text))),
    } as Step,
    accept: {
      title: 'Accept what remains of the risk',
      lead: 'A high risk that remains goes to the supervisory authority first.',
      action: 'Accept the risk',
      text: 'Why it can be accepted',
      done: 'The risk is accepted.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/risk-acceptance', { params, body: { accepted: true, text } })),
    } as Step,
    refuse: {
      title: 'Refuse the risk',
      lead: 'The assessment goes back for more measures.',
      action: 'Refuse and send back',
      text: 'What has to change',
      done: 'Sent back.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/risk-acceptance', { params, body: { accepted: false, text } })),
    } as Step,
    approve: (hash: string): Step => ({
      title: 'Approve the assessment',
      lead: 'Your signature is bound to the document as it stands: if anything is added meanwhile, it does not hold.',
      action: 'Sign and approve',
      body: <p className="soft">Document <CopyText value={hash} label="hash of the document" length={16} /></p>,
      text: 'Statement',
      initial: 'I have read this assessment and approve the processing it describes.',
      done: 'Approved. This version is kept for good.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/approval', { params, body: { documentHash: hash, statement: text } })),
    }),
    monitor: {
      title: 'Put into force',
      lead: 'From now on it is watched: a change of the processing or the day below calls for a review.',
      action: 'Put into force',
      date: 'Review again on',
      done: 'In force.',
      run: ({ date }) => data(api.dpia.POST('/v1/assessments/{id}/monitoring', { params, body: { reviewOn: date } })),
    } as Step,
    review: {
      title: 'Call for a review',
      action: 'Call for a review',
      text: 'Why',
      done: 'Review is due.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/review', { params, body: { text } })),
    } as Step,
    reopen: {
      title: 'Begin the review',
      lead: 'The next round begins as a draft. The approved version stays as it is.',
      action: 'Begin the review',
      text: 'Remark (optional)',
      optional: true,
      done: 'The next round has begun.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/reopening', plain(text))),
    } as Step,
    reject: {
      title: 'Reject the assessment',
      lead: 'The processing may not take place like this. This can’t be undone.',
      action: 'Reject',
      danger: true,
      text: 'Why',
      done: 'Rejected.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/rejection', { params, body: { text } })),
    } as Step,
    archive: {
      title: 'Archive the assessment',
      lead: 'It is put away for good.',
      action: 'Archive',
      danger: true,
      text: 'Why',
      done: 'Archived.',
      run: ({ text }) => data(api.dpia.POST('/v1/assessments/{id}/archival', { params, body: { text } })),
    } as Step,
    consult: {
      title: 'The authority has the request',
      lead: 'GDPR Art. 36. Its eight weeks begin on that day.',
      action: 'Record',
      second: 'Authority',
      date: 'Received on',
      text: 'Reference',
      done: 'The authority’s time runs.',
      run: ({ text, date, second }) => data(api.dpia.POST('/v1/assessments/{id}/consultation', { params, body: { authority: second, reference: text.slice(0, 200), submittedOn: date } })),
    } as Step,
    clock: (what: 'extension' | 'suspension' | 'resumption'): Step => ({
      title: { extension: 'The authority takes six weeks more', suspension: 'The authority waits for information', resumption: 'The authority has what it asked for' }[what],
      action: 'Record',
      date: 'From',
      text: 'Why',
      done: 'Recorded.',
      run: ({ text, date }) => {
        const options = { params, body: { on: date, text } };
        return what === 'extension'
          ? data(api.dpia.POST('/v1/assessments/{id}/consultation/extension', options))
          : what === 'suspension'
            ? data(api.dpia.POST('/v1/assessments/{id}/consultation/suspension', options))
            : data(api.dpia.POST('/v1/assessments/{id}/consultation/resumption', options));
      },
    }),
    conclude: {
      title: 'What the authority said',
      action: 'Record',
      choice: { label: 'Outcome', options: [{ id: 'noObjection', label: 'No objection' }, { id: 'advice', label: 'Written advice' }, { id: 'prohibited', label: 'The processing is forbidden' }, { id: 'noAnswer', label: 'No answer in time' }] },
      date: 'On',
      text: 'In words',
      done: 'Recorded.',
      run: ({ text, choice, date }) => data(api.dpia.POST('/v1/assessments/{id}/consultation/outcome', { params, body: { outcome: choice as 'advice', on: date, text } })),
    } as Step,
  };
}
