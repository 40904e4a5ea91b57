import { useQuery } from '@tanstack/react-query';
import { Check, Plus } from 'lucide-react';
import { Fragment, useState } from 'react';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Button, Card, Loaded, Scroll, words } from '../../ui';
import { byArea, meaningOf } from './permissions';
import { usePermissions } from './PermissionChoice';
import { NewRole, RoleDialog } from './RoleDialog';

/** Who may do what: permissions down, roles across. */
export function Roles() {
  const { can } = useSession();
  const roles = useQuery({ queryKey: ['identity', 'roles'], queryFn: () => data(api.identity.GET('/v1/roles', { params: { query: { limit: 100 } } })).then((p) => p.items) });
  const permissions = usePermissions();
  const [dialog, setDialog] = useState<string | null>(null);
  return (
    <Card
      title="Roles and permissions"
      actions={
        can('roles:write') && (
          <Button small kind="primary" onPress={() => setDialog('')}>
            <Plus size={15} aria-hidden /> New role
          </Button>
        )
      }
      flush
    >
      <Loaded query={roles}>
        {(list) => (
          <Loaded query={permissions}>
            {(all) => (
              <Scroll label="Permission matrix">
                <table className="table matrix">
                  <thead>
                    <tr>
                      <th>Permission</th>
                      {list.map((r) => (
                        <th key={r.name}>
                          {can('roles:write') ? (
                            <Button small kind="quiet" onPress={() => setDialog(r.name)} aria-label={`Change ${words(r.name)}`}>
                              {words(r.name)}
                            </Button>
                          ) : (
                            words(r.name)
                          )}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {byArea(all.map(String)).map((area) => (
                      <Fragment key={area.title}>
                        <tr>
                          <th scope="rowgroup" className="area" colSpan={list.length + 1}>
                            {area.title}
                          </th>
                        </tr>
                        {area.permissions.map((p) => (
                          <tr key={p}>
                            <th scope="row">
                              {meaningOf(p)} <span className="muted small mono">{p}</span>
                            </th>
                            {list.map((r) => (
                              <td key={r.name}>{r.permissions.map(String).includes(p) ? <Yes /> : <span className="sr-only">no</span>}</td>
                            ))}
                          </tr>
                        ))}
                      </Fragment>
                    ))}
                  </tbody>
                </table>
              </Scroll>
            )}
          </Loaded>
        )}
      </Loaded>
      {dialog === '' && <NewRole close={() => setDialog(null)} />}
      {dialog && <RoleDialog name={dialog} close={() => setDialog(null)} />}
    </Card>
  );
}

function Yes() {
  return (
    <>
      <Check size={15} aria-hidden className="yes" />
      <span className="sr-only">yes</span>
    </>
  );
}
