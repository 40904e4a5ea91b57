import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { api, data } from '../../api/client';
import { Card, Loaded, Scroll, words } from '../../ui';

/** Who may do what: permissions down, roles across. */
export function Roles() {
  const roles = useQuery({ queryKey: ['identity', 'roles'], queryFn: () => data(api.identity.GET('/v1/roles', { params: { query: { limit: 100 } } })).then((p) => p.items) });
  return (
    <Card title="Roles and permissions" flush>
      <Loaded query={roles}>
        {(list) => {
          const permissions = [...new Set(list.flatMap((r) => r.permissions.map(String)))].sort();
          return (
            <Scroll label="Permission matrix">
              <table className="table matrix">
                <thead>
                  <tr>
                    <th>Permission</th>
                    {list.map((r) => (
                      <th key={r.name}>{words(r.name)}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {permissions.map((p) => (
                    <tr key={p}>
                      <th scope="row" className="mono">
                        {p}
                      </th>
                      {list.map((r) => (
                        <td key={r.name}>
                          {r.permissions.map(String).includes(p) ? (
                            <>
                              <Check size={15} aria-hidden className="yes" />
                              <span className="sr-only">yes</span>
                            </>
                          ) : (
                            <span className="sr-only">no</span>
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          );
        }}
      </Loaded>
    </Card>
  );
}
