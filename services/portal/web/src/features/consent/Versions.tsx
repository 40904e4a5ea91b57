import { useQuery } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Badge, Card, CopyText, Facts, Loaded, Select, Time, cx } from '../../ui';
import type { NoticeVersion } from './model';
import { inEffect, languageName, textQuery } from './noticeData';

/** The versions at the left, the exact text of one at the right. */
export function Versions({ code, versions }: { code: string; versions: NoticeVersion[] }) {
  const current = inEffect(versions);
  const [number, setNumber] = useState<number | null>(null);
  const shown = versions.find((v) => v.version === number) ?? current ?? versions[0]!;
  return (
    <div className="c-versions">
      <Card title="Versions" flush>
        <ul className="c-lines">
          {versions.map((v) => (
            <li key={v.version}>
              <button type="button" className={cx('c-version', v === shown && 'on')} aria-pressed={v === shown} onClick={() => setNumber(v.version)}>
                <span className="grow">
                  <span className="strong">Version {v.version}</span>
                  <span className="muted small c-block">
                    {new Date(v.effectiveFrom) > new Date() ? 'takes effect' : 'from'} <Time at={v.effectiveFrom} />
                  </span>
                </span>
                {v === current ? <Badge tone="good">in effect</Badge> : new Date(v.effectiveFrom) > new Date() && <Badge tone="warn">to come</Badge>}
                <Change version={v} />
              </button>
            </li>
          ))}
        </ul>
      </Card>
      <Text key={shown.version} code={code} version={shown} />
    </div>
  );
}

export const Change = ({ version }: { version: NoticeVersion }) => (version.change === 'material' ? <Badge tone="note">material</Badge> : <Badge>minor</Badge>);

function Text({ code, version }: { code: string; version: NoticeVersion }) {
  const [language, setLanguage] = useState(version.texts.find((t) => t.language === 'en')?.language ?? version.texts[0]!.language);
  const told = version.texts.find((t) => t.language === language)!;
  const text = useQuery(textQuery(code, version.version, language));
  return (
    <Card
      title={`Version ${version.version}`}
      actions={
        version.texts.length > 1 ? (
          <Select label="Language" quiet value={language} onChange={setLanguage} options={version.texts.map((t) => ({ id: t.language, label: languageName(t.language) }))} />
        ) : (
          <span className="muted">{languageName(language)}</span>
        )
      }
    >
      <div className="stack-l">
        <Loaded query={text} lines={6}>
          {({ text: exact, hash }) => (
            <>
              <div className="notice-text" lang={language} tabIndex={0} role="region" aria-label={`Exact text of version ${version.version}`}>
                {exact}
              </div>
              {hash === told.contentHash ? (
                <p className="row-tight small soft">
                  <ShieldCheck size={15} className="good" aria-hidden /> The text shown has the hash that was published.
                </p>
              ) : (
                <p className="row-tight small bad" role="alert">
                  <ShieldAlert size={15} aria-hidden /> The text shown is NOT the one whose hash was published.
                </p>
              )}
            </>
          )}
        </Loaded>
        <Facts
          items={[
            ['Content hash', <CopyText key="h" value={told.contentHash} label="SHA-256 of the text" length={24} />],
            ['Kind of change', version.change === 'material' ? 'material: earlier consents have to be asked for again' : 'minor: earlier consents stand'],
            ['In effect from', <Time key="e" at={version.effectiveFrom} style="full" />],
            ['Published', <Time key="p" at={version.publishedAt} style="full" />],
            [
              'Covers',
              <span key="c" className="chips">
                {version.purposes.map((p) => (
                  <Link key={p} to={`/consent/purposes/${p}`} className="c-tag mono">
                    {p}
                  </Link>
                ))}
              </span>,
            ],
            ['How to withdraw', version.withdrawalMethod],
          ]}
        />
      </div>
    </Card>
  );
}
