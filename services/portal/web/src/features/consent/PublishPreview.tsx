import { CircleAlert, CircleCheck } from 'lucide-react';
import type { components } from '../../api/generated/consent';
import { Callout, CopyText, Facts, Time, number } from '../../ui';
import { compareTexts } from './diff';
import { languageName } from './noticeData';

interface Props {
  preview: components['schemas']['NoticePreview'];
  texts: { language: string; text: string }[];
  before: { language: string; text: string }[];
  isFirst: boolean;
  withdrawal: string;
}

/** What publishing will do, as the service says it, and the exact text with what is new in it. */
export function PublishPreview({ preview: p, texts, before, isFirst, withdrawal }: Props) {
  return (
    <div className="stack-l">
      {p.asksAgain ? (
        <Callout tone="warn" icon={<CircleAlert size={16} aria-hidden />}>
          Everybody who consented to an earlier version has to be asked again: until then the answer is no.
        </Callout>
      ) : (
        <Callout tone="good" icon={<CircleCheck size={16} aria-hidden />}>
          {isFirst ? 'The first version: nobody has consented to it yet.' : 'Consents to the version before stand.'}
        </Callout>
      )}
      {(p.purposesDropped.length > 0 || p.languagesDropped.length > 0) && (
        <Callout tone="warn" icon={<CircleAlert size={16} aria-hidden />}>
          {p.purposesDropped.length > 0 && <p>Consent to {p.purposesDropped.join(', ')} ends when it takes effect.</p>}
          {p.languagesDropped.length > 0 && <p>It is no longer given in {p.languagesDropped.map(languageName).join(', ')}.</p>}
        </Callout>
      )}
      <Facts
        items={[
          ['In effect from', <Time key="t" at={p.effectiveFrom} style="full" />],
          p.purposesAdded.length > 0 ? ['New purposes', p.purposesAdded.join(', ')] : null,
          ['How to withdraw', withdrawal],
        ]}
      />
      {texts.map((t) => {
        const told = p.texts.find((x) => x.language === t.language);
        const old = before.find((b) => b.language === t.language);
        return (
          <section key={t.language} className="stack-s" aria-label={languageName(t.language)}>
            <h3>
              {languageName(t.language)} <span className="muted small">{told && `${number.format(told.characters)} characters`}</span>
            </h3>
            <div className="notice-text" lang={t.language} tabIndex={0} role="region" aria-label={`Text in ${languageName(t.language)}`}>
              {isFirst || !old
                ? t.text
                : compareTexts(old.text, t.text).map((c, i) => (c.kind === 'added' ? <ins key={i}>{c.text}</ins> : c.kind === 'removed' ? <del key={i}>{c.text}</del> : <span key={i}>{c.text}</span>))}
            </div>
            {told && (
              <p className="small muted">
                Hash <CopyText value={told.contentHash} label="hash" length={24} />
              </p>
            )}
          </section>
        );
      })}
    </div>
  );
}
