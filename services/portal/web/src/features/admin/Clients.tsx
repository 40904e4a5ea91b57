import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { api, data } from '../../api/client';
import { explain } from '../../api/problem';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Callout, Card, CopyText, Dialog, Failure, failed, More, Scroll, TextInput, Time, usePaged } from '../../ui';
import { PermissionChoice } from './PermissionChoice';

/** Machines that call the services: permissions, and a secret that is shown once. */
export function Clients() {
  const { can } = useSession();
  const queries = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<{ id: string; value: string } | null>(null);
  const clients = usePaged(['identity', 'clients'], (after) => data(api.identity.GET('/v1/clients', { params: { query: { after, limit: 100 } } })));
  const rotate = useMutation({
    mutationFn: async (id: string) => {
      const { clientSecret } = await data(api.identity.POST('/v1/clients/{id}/secret-rotation', { params: { path: { id } }, body: { overlapMinutes: 0 } }));
      return { id, value: clientSecret };
    },
    onSuccess: setSecret,
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['identity', 'clients'] }),
  });
  return (
    <Card
      title="Machine clients"
      actions={
        can('clients:write') && (
          <Button small kind="primary" onPress={() => setCreating(true)}>
            <Plus size={15} aria-hidden /> New client
          </Button>
        )
      }
      flush
    >
      {clients.isError ? (
        <Failure error={clients.error} retry={() => void clients.refetch()} />
      ) : !clients.items ? (
        <div style={{ padding: 16 }}>
          <Bones />
        </div>
      ) : (
        <Scroll label="Machine clients">
          <table className="table">
            <thead>
              <tr>
                <th>Client</th>
                <th>May</th>
                <th>State</th>
                <th>Since</th>
                <th>
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {clients.items.map((c) => (
                <tr key={c.id}>
                  <td>
                    <span className="strong">{c.name}</span> <span className="muted small mono">{c.id}</span>
                  </td>
                  <td>
                    <span className="chips">{c.permissions.length === 0 ? <span className="muted">–</span> : c.permissions.map((p) => <Badge key={String(p)}>{String(p)}</Badge>)}</span>
                  </td>
                  <td>{c.disabledAt ? <Badge tone="bad">disabled</Badge> : <Badge tone="good">{c.confidential ? 'active' : 'public'}</Badge>}</td>
                  <td className="soft">
                    <Time at={c.createdAt} />
                  </td>
                  <td className="fit">
                    {can('clients:write') && c.confidential && (
                      <Button small kind="quiet" onPress={() => rotate.mutate(c.id)} isDisabled={rotate.isPending}>
                        <KeyRound size={14} aria-hidden /> New secret
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More query={clients} />
      {creating && <NewClient close={() => setCreating(false)} made={setSecret} />}
      <Dialog open={secret !== null} onClose={() => setSecret(null)} title="The client’s secret" lead="It is shown this once and stored as a hash. Copy it now." closeLabel="I have it">
        {secret && <CopyText value={secret.value} label={`secret of ${secret.id}`} length={80} />}
      </Dialog>
    </Card>
  );
}

function NewClient({ close, made }: { close: () => void; made: (s: { id: string; value: string }) => void }) {
  const queries = useQueryClient();
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [permissions, setPermissions] = useState<string[]>([]);
  const save = useMutation({
    mutationFn: () =>
      data(
        api.identity.POST('/v1/clients', {
          body: { id, name, confidential: true, grantTypes: ['client_credentials'], redirectUris: [], postLogoutRedirectUris: [], permissions },
        }),
      ),
    onSuccess: (c) => {
      void queries.invalidateQueries({ queryKey: ['identity', 'clients'] });
      close();
      if (c.clientSecret) made({ id, value: c.clientSecret });
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={close}
      title="New machine client"
      actions={
        <Button kind="primary" onPress={() => save.mutate()} isDisabled={save.isPending || !id || !name}>
          Make the client
        </Button>
      }
    >
      <TextInput label="Id" value={id} onChange={setId} required autoFocus hint="Lower case, for example shop-backend" />
      <TextInput label="Name" value={name} onChange={setName} required />
      <PermissionChoice value={permissions} onChange={setPermissions} />
      {save.isError && <Callout tone="bad">{explain(save.error)}</Callout>}
    </Dialog>
  );
}
