import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { Badge, Callout, Card, Facts, number, Time, words } from '../../ui';
import { countOf, faultText, kinds, ranges, sections, specialFeatures, tcfPurposes, usValue, type Decoded, type GppSection, type TcString, type VendorRange } from './signalData';

/** A decoded string in words. */
export function SignalResult({ result }: { result: Decoded }) {
  const troubles = [...(result.fault ? [result.fault] : []), ...(result.problems as string[])];
  return (
    <>
      <Callout tone={result.valid ? 'good' : result.fault ? 'bad' : 'warn'} icon={result.valid ? <ShieldCheck size={18} aria-hidden /> : <ShieldAlert size={18} aria-hidden />}>
        <p className="strong">{result.fault ? `No ${kinds[result.kind]} that can be read` : result.valid ? `A valid ${kinds[result.kind]}` : `A ${kinds[result.kind]} that does not count`}</p>
        {troubles.map((code) => (
          <p key={code}>{faultText(code)}</p>
        ))}
      </Callout>
      {result.tcf && <Tcf tc={result.tcf} title="What it says" />}
      {result.gpp?.sections.map((s) => <Section key={s.id} section={s} />)}
    </>
  );
}

function Section({ section: s }: { section: GppSection }) {
  const title = sections[s.id] ?? `Section ${s.id}`;
  if (s.tcf) return <Tcf tc={s.tcf} title={title} />;
  return (
    <Card title={title} hint={`section ${s.id}`}>
      {s.usPrivacy ? (
        <Facts
          items={[
            ...Object.entries(s.usPrivacy.fields).map(([field, values]): [string, React.ReactNode] => [words(field), [...new Set((values as number[]).map((v) => usValue(field, v)))].join(', ')]),
            s.usPrivacy.gpc === null ? null : ['Global Privacy Control', s.usPrivacy.gpc ? 'sent' : 'not sent'],
          ]}
        />
      ) : s.tcfCanada ? (
        <Facts
          items={[
            ['Consented to expressly', purposeNames(s.tcfCanada.purposesExpress as number[])],
            ['Consented to by implication', purposeNames(s.tcfCanada.purposesImplied as number[])],
            ['Vendors', `${countOf(s.tcfCanada.vendorsExpress.ranges as VendorRange[])} expressly, ${countOf(s.tcfCanada.vendorsImplied.ranges as VendorRange[])} by implication`],
          ]}
        />
      ) : s.uspV1 ? (
        <Facts items={[['Notice', letter(s.uspV1.notice)], ['Opted out of sale', letter(s.uspV1.optOutSale)], ['Covered by the LSPA', letter(s.uspV1.lspaCovered)]]} />
      ) : (
        <p className="soft">This section is kept as it is, and not decoded.</p>
      )}
    </Card>
  );
}

const purposeNames = (numbers: readonly number[]) => (numbers.length === 0 ? 'none' : numbers.map((n) => tcfPurposes[n] ?? `purpose ${n}`).join(', '));

const letter = (l: string) => ({ Y: 'yes', N: 'no' })[l.toUpperCase()] ?? 'does not apply';

function Tcf({ tc, title }: { tc: TcString; title: string }) {
  return (
    <Card title={title}>
      <div className="stack-l">
        <Facts
          items={[
            ['Made', <Time key="c" at={tc.created} />],
            ['Last changed', <Time key="u" at={tc.lastUpdated} />],
            ['Platform', `no. ${tc.cmpId}, version ${tc.cmpVersion}`],
            ['Shown in', tc.consentLanguage.toUpperCase()],
            ['Publisher’s country', tc.publisherCountry],
            ['Vendor list', `version ${tc.vendorListVersion}, policy ${tc.tcfPolicyVersion}`],
            ['Holds for', tc.isServiceSpecific ? 'this service only' : 'several services'],
            ['Special features', tc.specialFeatureOptIns.length > 0 ? tc.specialFeatureOptIns.map((f) => specialFeatures[f] ?? `no. ${f}`).join(', ') : 'none'],
            ['Vendors with consent', <Vendors key="v" of={tc.vendorConsents.ranges} />],
            ['By legitimate interest', <Vendors key="l" of={tc.vendorLegitimateInterests.ranges} />],
            ['Vendors disclosed', tc.disclosedVendors ? <Vendors key="d" of={tc.disclosedVendors.ranges} /> : <span key="d" className="muted">not said</span>],
            tc.publisherRestrictions.length > 0 ? ['Publisher’s restrictions', number.format(tc.publisherRestrictions.length)] : null,
          ]}
        />
        <table className="table">
          <thead>
            <tr>
              <th>Purpose</th>
              <th>Consent</th>
              <th>Legitimate interest</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(tcfPurposes).map(([id, name]) => (
              <tr key={id}>
                <td>
                  <span className="muted num">{id}</span> {name}
                </td>
                <td>{tc.purposesConsent.includes(Number(id)) ? <Badge tone="good">yes</Badge> : <span className="muted">no</span>}</td>
                <td>{tc.purposesLegitimateInterest.includes(Number(id)) ? <Badge tone="good">yes</Badge> : <span className="muted">no</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Vendors({ of }: { of: readonly VendorRange[] }) {
  if (of.length === 0) return 'none';
  return (
    <>
      {number.format(countOf(of))} <span className="muted">no. {ranges(of.slice(0, 12))}{of.length > 12 && ' …'}</span>
    </>
  );
}
