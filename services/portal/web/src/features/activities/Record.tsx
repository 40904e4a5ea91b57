import type { ReactNode } from 'react';
import { Badge, Card } from '../../ui';
import { LetterMark } from './Letters';
import { country, derogations, letters, safeguards, term, type Activity, type Letter, type Party, type Transfer } from './model';

/** The record as the authority reads it: Art. 30(1)(a) to (g). */
export function Record({ activity: a }: { activity: Activity }) {
  const d = a.details;
  const lacks = new Set(a.missing.map((m) => m.letter));
  const item = (letter: Letter, content: ReactNode) => (
    <section className="record-item">
      <LetterMark letter={letter} lacks={lacks.has(letter)} />
      <div>
        <h3>{letters[letter]}</h3>
        {content}
      </div>
    </section>
  );
  return (
    <Card title="The record" hint="GDPR Art. 30(1)" flush>
      {item(
        'a',
        <div className="parties">
          <Contact label="Controller" party={d.controller} />
          {d.jointControllers?.map((p, i) => <Contact key={i} label="Joint controller" party={p} />)}
          {d.representative && <Contact label="Representative in the Union" party={d.representative} />}
          {d.noDataProtectionOfficer ? (
            <div>
              <div className="muted small">Data protection officer</div>none has to be designated
            </div>
          ) : (
            <Contact label="Data protection officer" party={d.dataProtectionOfficer} />
          )}
        </div>,
      )}
      {item(
        'b',
        <>
          <Prose text={d.purposes} />
          <Tags items={(d.dataUses as string[]).map(term)} />
        </>,
      )}
      {item(
        'c',
        <div className="parties">
          <div className="stack-s">
            <span className="muted small">Data subjects</span>
            <Tags items={(d.subjectCategories as string[]).map(term)} missing />
          </div>
          <div className="stack-s">
            <span className="muted small">Personal data</span>
            <Tags items={(d.dataCategories as string[]).map((c) => term(c.replace(/^user\./, '')))} missing />
          </div>
        </div>,
      )}
      {item('d', d.recipients?.length === 0 ? <span>Nobody outside gets the data.</span> : <Tags items={(d.recipients ?? []) as string[]} missing />)}
      {item(
        'e',
        !d.transfers ? <Missing /> : d.transfers.length === 0 ? <span>None: the data stay in the European Economic Area.</span> : (
          <ul className="stack-s">
            {d.transfers.map((t, i) => (
              <TransferLine key={i} transfer={t} blocked={a.flags.some((f) => f.field === `transfers[${i}]`)} />
            ))}
          </ul>
        ),
      )}
      {item('f', <Prose text={d.erasureLimits} />)}
      {item('g', <Prose text={d.securityMeasures} />)}
    </Card>
  );
}

const Missing = () => <span className="muted">nothing is said</span>;
const Prose = ({ text }: { text: string | null | undefined }) => (text?.trim() ? <p className="pre wrap-any">{text}</p> : <Missing />);

const Tags = ({ items, missing }: { items: readonly string[]; missing?: boolean }) =>
  items.length === 0 ? (
    missing ? <Missing /> : null
  ) : (
    <ul className="chips">
      {items.map((i) => (
        <li key={i} className="tag">
          {i}
        </li>
      ))}
    </ul>
  );

const Contact = ({ label, party }: { label: string; party: Party | null | undefined }) => (
  <div>
    <div className="muted small">{label}</div>
    {party ? (
      <>
        <div className="wrap-any">{party.name}</div>
        <div className="soft small wrap-any">{party.contact}</div>
      </>
    ) : (
      <Missing />
    )}
  </div>
);

const TransferLine = ({ transfer: t, blocked }: { transfer: Transfer; blocked: boolean }) => (
  <li className="row">
    <Badge tone={blocked ? 'bad' : 'good'}>{blocked ? 'blocked' : 'allowed'}</Badge>
    <span className="grow wrap-any">
      <span className="strong">{country(t.country) ?? t.country}</span>, {t.recipient}
      <span className="soft small">
        {' '}
        · {safeguards[t.safeguard ?? 'none']}
        {t.derogation && `: ${derogations[t.derogation]}`}
        {t.assessment && ` · assessed: ${t.assessment}`}
      </span>
    </span>
  </li>
);
