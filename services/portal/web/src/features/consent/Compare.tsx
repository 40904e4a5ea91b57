import { useQueries } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Badge, Bones, Card, Chip, Empty, Facts, Failure, Select, Time, number as count } from '../../ui';
import { compareTexts, countWords, type Piece } from './diff';
import type { NoticeVersion } from './model';
import { languageName, textQuery } from './noticeData';

/** What changed between two versions: facts, and the text in one column or two. */
export function Compare({ code, versions }: { code: string; versions: NoticeVersion[] }) {
  const [olderNo, setOlder] = useState(versions[1]!.version);
  const [newerNo, setNewer] = useState(versions[0]!.version);
  const older = versions.find((v) => v.version === olderNo)!;
  const newer = versions.find((v) => v.version === newerNo)!;
  const languages = older.texts.map((t) => t.language).filter((l) => newer.texts.some((t) => t.language === l));
  const [chosen, setLanguage] = useState<string | null>(null);
  const language = chosen && languages.includes(chosen) ? chosen : languages.includes('en') ? 'en' : (languages[0] ?? null);
  const [beside, setBeside] = useState(false);
  const options = versions.map((v) => ({ id: String(v.version), label: `Version ${v.version}` }));
  return (
    <Card flush>
      <div className="toolbar">
        <Select label="From" quiet value={String(olderNo)} onChange={(v) => setOlder(Number(v))} options={options} />
        <ArrowRight size={15} aria-label="to" className="muted" />
        <Select label="To" quiet value={String(newerNo)} onChange={(v) => setNewer(Number(v))} options={options} />
        {language && languages.length > 1 && <Select label="Language" quiet value={language} onChange={setLanguage} options={languages.map((l) => ({ id: l, label: languageName(l) }))} />}
        <span className="grow" />
        <Chip on={beside} onChange={setBeside}>
          Side by side
        </Chip>
      </div>
      <div className="c-pad stack-l">
        <Changes older={older} newer={newer} asksAgain={versions.some((v) => v.version > olderNo && v.version <= newerNo && v.change === 'material')} />
        {language ? (
          <TextDiff key={language} code={code} older={olderNo} newer={newerNo} language={language} beside={beside} />
        ) : (
          <Empty title="No common language">
            <p>The two versions share no language in which their texts could be compared.</p>
          </Empty>
        )}
      </div>
    </Card>
  );
}

function Changes({ older, newer, asksAgain }: { older: NoticeVersion; newer: NoticeVersion; asksAgain: boolean }) {
  const codes = (v: NoticeVersion) => v.texts.map((t) => t.language);
  return (
    <Facts
      items={[
        ['Consents', asksAgain ? <><Badge key="c" tone="note">material</Badge> who consented to the earlier version is asked again</> : <><Badge key="c">minor</Badge> to the earlier version stand</>],
        ['In effect', <><Time key="a" at={older.effectiveFrom} /> → <Time key="b" at={newer.effectiveFrom} /></>],
        ['Purposes', <SetDiff key="p" before={older.purposes} after={newer.purposes} />],
        ['Languages', <SetDiff key="l" before={codes(older)} after={codes(newer)} />],
        ['How to withdraw', older.withdrawalMethod === newer.withdrawalMethod ? <span className="muted">as before</span> : <Inline key="w" pieces={compareTexts(older.withdrawalMethod, newer.withdrawalMethod)} />],
      ]}
    />
  );
}

function SetDiff({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  const all = [...new Set([...before, ...after])];
  return (
    <span className="chips">
      {all.map((x) =>
        !before.includes(x) ? <Badge key={x} tone="good">+ {x}</Badge> : !after.includes(x) ? <Badge key={x} tone="bad">− {x}</Badge> : <Badge key={x}>{x}</Badge>,
      )}
    </span>
  );
}

function TextDiff({ code, older, newer, language, beside }: { code: string; older: number; newer: number; language: string; beside: boolean }) {
  const [a, b] = useQueries({ queries: [textQuery(code, older, language), textQuery(code, newer, language)] });
  const pieces = useMemo(() => (a!.data && b!.data ? compareTexts(a!.data.text, b!.data.text) : null), [a!.data, b!.data]);
  const error = a!.error ?? b!.error;
  if (error) return <Failure error={error} retry={() => void Promise.all([a!.refetch(), b!.refetch()])} />;
  if (!pieces) return <Bones lines={6} />;
  const { added, removed } = countWords(pieces);
  return (
    <div className="stack">
      <p className="soft" role="status">
        {added + removed === 0 ? 'The texts are the same.' : `${count.format(added)} words added, ${count.format(removed)} removed.`}
      </p>
      {beside ? (
        <div className="grid-2">
          <Side title={`Version ${older}`} pieces={pieces} kind="removed" language={language} />
          <Side title={`Version ${newer}`} pieces={pieces} kind="added" language={language} />
        </div>
      ) : (
        <div className="notice-text" lang={language} tabIndex={0} role="region" aria-label="What changed in the text">
          <Inline pieces={pieces} />
        </div>
      )}
    </div>
  );
}

function Side({ title, pieces, kind, language }: { title: string; pieces: Piece[]; kind: 'added' | 'removed'; language: string }) {
  return (
    <div className="stack-s">
      <h3>{title}</h3>
      <div className="notice-text" lang={language} tabIndex={0} role="region" aria-label={`Text of ${title.toLowerCase()}`}>
        <Inline pieces={pieces.filter((p) => p.kind === 'same' || p.kind === kind)} />
      </div>
    </div>
  );
}

/** Underlined what came, struck out what went: not told by colour alone. */
const Inline = ({ pieces }: { pieces: readonly Piece[] }) =>
  pieces.map((p, i) => (p.kind === 'added' ? <ins key={i}>{p.text}</ins> : p.kind === 'removed' ? <del key={i}>{p.text}</del> : <span key={i}>{p.text}</span>));
