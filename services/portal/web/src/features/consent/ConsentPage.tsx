import { NavLink, useParams } from 'react-router';
import { useSession } from '../../app/session';
import { Empty, NoPermission, PageHead } from '../../ui';
import { Imports } from './Imports';
import { Notices } from './Notices';
import { Person } from './Person';
import { Purposes } from './Purposes';
import { Receipts } from './Receipts';
import { Signals } from './Signals';
import { Systems } from './Systems';
import { Trend } from './Trend';
import './consent.css';

const parts = [
  { id: 'purposes', label: 'Purposes', needs: 'consent:read', View: Purposes },
  { id: 'notices', label: 'Notices', needs: 'consent:read', View: Notices },
  { id: 'person', label: 'A person', needs: 'consent:read', View: Person },
  { id: 'over-time', label: 'Over time', needs: 'consent:read', View: Trend },
  { id: 'systems', label: 'Systems told', needs: 'recipients:read', View: Systems },
  { id: 'receipts', label: 'Receipts', needs: 'consent:read', View: Receipts },
  { id: 'signals', label: 'Browser signals', needs: 'consent:read', View: Signals },
  { id: 'imports', label: 'Imports', needs: 'consent:govern', View: Imports },
];

export default function ConsentPage() {
  const { can } = useSession();
  const { part } = useParams();
  const allowed = parts.filter((p) => can(p.needs));
  const current = part ? parts.find((p) => p.id === part) : allowed[0];
  return (
    <>
      <PageHead title="Consent" lead="What data are used for, what people were told and answered, and who has heard of it." />
      <nav className="tabs" aria-label="Consent">
        {allowed.map((p) => (
          <NavLink key={p.id} to={`/consent/${p.id}`} className="tab" aria-current={p === current ? 'page' : undefined}>
            {p.label}
          </NavLink>
        ))}
      </nav>
      {!current ? <Empty title="This page does not exist" /> : can(current.needs) ? <current.View /> : <NoPermission />}
    </>
  );
}
