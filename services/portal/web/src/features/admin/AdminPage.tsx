import { useParams } from 'react-router';
import { NavLink } from 'react-router';
import { useSession } from '../../app/session';
import { Empty, NoPermission, PageHead } from '../../ui';
import { Clients } from './Clients';
import { Errors } from './Errors';
import { Jobs } from './Jobs';
import { Roles } from './Roles';
import { StoreHealth } from './StoreHealth';
import { Users } from './Users';
import './admin.css';

const parts = [
  { id: 'users', label: 'Users', needs: 'users:read', View: Users },
  { id: 'roles', label: 'Roles', needs: 'roles:read', View: Roles },
  { id: 'clients', label: 'Machine clients', needs: 'clients:read', View: Clients },
  { id: 'stores', label: 'Data stores', needs: 'dataplane:read', View: StoreHealth },
  { id: 'jobs', label: 'Jobs', needs: 'dataplane:read', View: Jobs },
  { id: 'errors', label: 'Failed messages', needs: 'messaging:read', View: Errors },
];

export default function AdminPage() {
  const { can } = useSession();
  const { part } = useParams();
  const allowed = parts.filter((p) => can(p.needs));
  const current = part ? parts.find((p) => p.id === part) : allowed[0];
  return (
    <>
      <PageHead title="Administration" lead="Who may do what, which machines call us, what runs, and what could not be delivered." />
      <nav className="tabs" aria-label="Administration">
        {allowed.map((p) => (
          <NavLink key={p.id} to={`/admin/${p.id}`} className="tab" aria-current={p === current ? 'page' : undefined}>
            {p.label}
          </NavLink>
        ))}
      </nav>
      {!current ? <Empty title="This page does not exist" /> : can(current.needs) ? <current.View /> : <NoPermission />}
    </>
  );
}
