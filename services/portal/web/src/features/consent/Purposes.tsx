import { Plus, Target } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Card, Empty, Failure, More, Scroll, Select, Time, usePaged } from '../../ui';
import { bases, days, type LegalBasis, type Purpose } from './model';
import { PurposeDialog } from './PurposeDialog';

/** What data are used for. */
export function Purposes() {
  const { can } = useSession();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [defining, setDefining] = useState(false);
  const basis = search.get('basis') ?? '';
  const purposes = usePaged(['consent', 'purposes', 'list', basis], (after) =>
    data(api.consent.GET('/v1/purposes', { params: { query: { after, limit: 50, basis: basis || undefined } } })),
  );
  return (
    <Card flush>
      <div className="toolbar">
        <Select
          label="Legal basis"
          quiet
          value={basis}
          onChange={(b) => setSearch(b ? { basis: b } : {}, { replace: true })}
          options={[{ id: '', label: 'Any legal basis' }, ...Object.entries(bases).map(([id, label]) => ({ id, label }))]}
        />
        <span className="grow" />
        {can('purposes:write') && (
          <Button kind="primary" onPress={() => setDefining(true)}>
            <Plus size={16} aria-hidden /> New purpose
          </Button>
        )}
      </div>
      {purposes.isError && !purposes.items ? (
        <Failure error={purposes.error} retry={() => void purposes.refetch()} />
      ) : !purposes.items ? (
        <div className="c-pad">
          <Bones lines={6} />
        </div>
      ) : purposes.items.length === 0 ? (
        <Empty icon={Target} title={basis ? 'No purpose rests on this basis' : 'No purpose yet'}>
          {!basis && <p>Define what data are used for; notices and consents refer to it.</p>}
        </Empty>
      ) : (
        <PurposeTable items={purposes.items} />
      )}
      <More query={purposes} />
      {defining && <PurposeDialog close={() => setDefining(false)} done={(p) => void navigate(`/consent/purposes/${p.code}`)} />}
    </Card>
  );
}

const PurposeTable = ({ items }: { items: Purpose[] }) => (
  <Scroll label="Purposes">
    <table className="table cards">
      <thead>
        <tr>
          <th>Purpose</th>
          <th>Legal basis</th>
          <th>Data kept</th>
          <th>Consent stands</th>
          <th>Changed</th>
        </tr>
      </thead>
      <tbody>
        {items.map((p) => (
          <tr key={p.id}>
            <td>
              <Link to={`/consent/purposes/${p.code}`} className="strong wrap-any">
                {p.details.name}
              </Link>{' '}
              <span className="muted small mono">{p.code}</span>
            </td>
            <td>
              <Basis basis={p.legalBasis} />
            </td>
            <td className="soft">{days(p.details.retentionDays)}</td>
            <td className="soft">{p.legalBasis !== 'consent' ? '–' : p.details.validityDays ? days(p.details.validityDays) : 'until withdrawn'}</td>
            <td className="soft">
              version {p.version}, <Time at={p.changedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

export const Basis = ({ basis }: { basis: LegalBasis }) => <Badge tone={basis === 'consent' ? 'info' : 'plain'}>{bases[basis].split(',')[0]}</Badge>;
