import { useMutation, useQuery } from '@tanstack/react-query';
import { ScanText } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, data } from '../../api/client';
import { explain } from '../../api/problem';
import { useSession } from '../../app/session';
import { Button, Callout, Card, Loaded, TextInput } from '../../ui';
import { purposesQuery, signals, type Purpose, type Signal } from './model';
import { SignalResult } from './SignalResult';

/** What browsers say by themselves: which purposes hear Global Privacy Control and Consent Mode, and what a TCF or GPP string means. */
export function Signals() {
  const { can } = useSession();
  const purposes = useQuery(purposesQuery);
  return (
    <div className="stack-l">
      {can('consent:decide') && <Reader />}
      <div className="grid-2">
        <Card title="Global Privacy Control" hint="Sec-GPC: 1">
          <Loaded query={purposes}>{(all) => <PrivacyControl purposes={all.filter((p) => p.details.saleOrSharing)} />}</Loaded>
        </Card>
        <Card title="Consent Mode" hint="Google, version 2" flush>
          <Loaded query={purposes}>{(all) => <ConsentMode purposes={all} />}</Loaded>
        </Card>
      </div>
    </div>
  );
}

function Reader() {
  const [text, setText] = useState('');
  const decode = useMutation({
    mutationFn: (typed: string) => data(api.consent.POST('/v1/signals/decoding', { body: isGpp(typed) ? { tcf: null, gpp: typed } : { tcf: typed, gpp: null } })),
  });
  return (
    <>
      <Card title="Read a TCF or GPP string">
        <form
          className="stack"
          onSubmit={(e) => {
            e.preventDefault();
            if (text.trim()) decode.mutate(text.trim());
          }}
        >
          <TextInput
            label="String"
            value={text}
            onChange={(t) => {
              setText(t);
              decode.reset();
            }}
            rows={4}
            hint="As a consent management platform made it. It is decoded and checked, not kept."
          />
          <div>
            <Button kind="primary" type="submit" isDisabled={!text.trim() || decode.isPending}>
              <ScanText size={16} aria-hidden /> Decode
            </Button>
          </div>
        </form>
      </Card>
      <div aria-live="polite" className={decode.data || decode.isError ? 'stack-l' : 'sr-only'}>
        {decode.isError ? <Callout tone="bad">{explain(decode.error)}</Callout> : decode.data && <SignalResult result={decode.data} />}
      </div>
    </>
  );
}

/** Every header of GPP begins with type 3; no version of TCF begins like this. */
const isGpp = (text: string) => text.startsWith('D');

const PurposeLinks = ({ purposes }: { purposes: Purpose[] }) =>
  purposes.map((p, i) => (
    <span key={p.code}>
      {i > 0 && ', '}
      <Link to={`/consent/purposes/${p.code}`}>{p.details.name}</Link>
    </span>
  ));

function PrivacyControl({ purposes }: { purposes: Purpose[] }) {
  return (
    <div className="stack c-text">
      <p className="soft">A browser that sends it withdraws from, or objects to, every purpose for which data are sold or shared. It grants nothing.</p>
      <p>
        {purposes.length > 0 ? (
          <>
            Opted out of here: <PurposeLinks purposes={purposes} />.
          </>
        ) : (
          'No purpose is marked as sale or sharing, so there is nothing that it could opt out of.'
        )}
      </p>
    </div>
  );
}

function ConsentMode({ purposes }: { purposes: Purpose[] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>Signal</th>
          <th>Granted when allowed</th>
        </tr>
      </thead>
      <tbody>
        {(Object.keys(signals) as Signal[]).map((s) => {
          const mapped = purposes.filter((p) => p.details.consentMode?.includes(s));
          return (
            <tr key={s}>
              <td className="mono">{signals[s]}</td>
              <td className="c-text">{mapped.length > 0 ? <PurposeLinks purposes={mapped} /> : <span className="muted">no purpose: always denied</span>}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
