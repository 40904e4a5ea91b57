import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MoreHorizontal, Plus } from 'lucide-react';
import { useState } from 'react';
import { CheckboxGroup, Checkbox, Label } from 'react-aria-components';
import { api, data, tagged } from '../../api/client';
import { ApiProblem, explain } from '../../api/problem';
import type { components } from '../../api/generated/identity';
import { useSession } from '../../app/session';
import { Avatar, Badge, Bones, Button, Callout, Card, Dialog, Failure, failed, IconButton, Menu, More, said, Scroll, TextInput, Time, usePaged, words, type MenuAction } from '../../ui';

type User = components['schemas']['UserView'];

export function Users() {
  const { can } = useSession();
  const [creating, setCreating] = useState(false);
  const users = usePaged<User>(['identity', 'users'], (after) => data(api.identity.GET('/v1/users', { params: { query: { after, limit: 100 } } })));
  return (
    <Card
      title="Users"
      actions={
        can('users:write') && (
          <Button small kind="primary" onPress={() => setCreating(true)}>
            <Plus size={15} aria-hidden /> New user
          </Button>
        )
      }
      flush
    >
      {users.isError ? (
        <Failure error={users.error} retry={() => void users.refetch()} />
      ) : !users.items ? (
        <div style={{ padding: 16 }}>
          <Bones />
        </div>
      ) : (
        <Scroll label="Users">
          <table className="table cards">
            <thead>
              <tr>
                <th>Name</th>
                <th>Roles</th>
                <th>State</th>
                <th>Since</th>
                <th>
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {users.items.map((u) => (
                <tr key={u.id}>
                  <td>
                    <span className="row-tight">
                      <Avatar name={u.displayName} />
                      <span>
                        <span className="strong">{u.displayName}</span>
                        <br />
                        <span className="muted small">{u.email}</span>
                      </span>
                    </span>
                  </td>
                  <td>
                    <span className="chips">
                      {u.roles.map((r) => (
                        <Badge key={String(r)}>{words(String(r))}</Badge>
                      ))}
                    </span>
                  </td>
                  <td>{u.disabledAt ? <Badge tone="bad">disabled</Badge> : u.lockedUntil && new Date(u.lockedUntil) > new Date() ? <Badge tone="warn">locked</Badge> : <Badge tone="good">active</Badge>}</td>
                  <td className="soft">
                    <Time at={u.createdAt} />
                  </td>
                  <td className="fit">{can('users:write') && <UserMenu user={u} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More query={users} />
      {creating && <NewUser close={() => setCreating(false)} />}
    </Card>
  );
}

function UserMenu({ user }: { user: User }) {
  const queries = useQueryClient();
  const [roles, setRoles] = useState(false);
  const at = { params: { path: { id: user.id } } };
  const change = useMutation({
    mutationFn: async (what: 'disablement' | 'enablement' | 'unlocking') => {
      const { etag } = await tagged(api.identity.GET('/v1/users/{id}', at));
      await api.identity.POST(`/v1/users/{id}/${what}` as '/v1/users/{id}/disablement', { params: { path: { id: user.id }, header: { 'If-Match': etag } } } as never);
    },
    onSuccess: () => said('Done. It holds at once.'),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['identity', 'users'] }),
  });
  const actions: MenuAction[] = [
    { id: 'Roles', label: 'Roles…', onAction: () => setRoles(true) },
    { id: 'Unlock', label: 'Unlock', onAction: () => change.mutate('unlocking'), disabled: !user.lockedUntil },
    user.disabledAt
      ? { id: 'Enable', label: 'Enable', onAction: () => change.mutate('enablement') }
      : { id: 'Disable', label: 'Disable and sign out', onAction: () => change.mutate('disablement'), danger: true },
  ];
  return (
    <>
      <Menu
        label={`Actions for ${user.displayName}`}
        actions={actions}
        trigger={
          <IconButton label={`Actions for ${user.displayName}`} small>
            <MoreHorizontal size={16} aria-hidden />
          </IconButton>
        }
      />
      {roles && <RolesOf user={user} close={() => setRoles(false)} />}
    </>
  );
}

function useRoleNames() {
  return useQuery({ queryKey: ['identity', 'roles'], queryFn: () => data(api.identity.GET('/v1/roles', { params: { query: { limit: 100 } } })).then((p) => p.items) });
}

function RoleChoice({ value, onChange }: { value: string[]; onChange: (v: string[]) => void }) {
  const roles = useRoleNames();
  return (
    <CheckboxGroup className="field" value={value} onChange={onChange}>
      <Label>Roles</Label>
      {roles.data?.map((r) => (
        <Checkbox key={r.name} value={r.name} className="check">
          {({ isSelected }) => (
            <>
              <span className="check-mark" aria-hidden>
                {isSelected ? '✓' : ''}
              </span>
              {words(r.name)}
            </>
          )}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}

function RolesOf({ user, close }: { user: User; close: () => void }) {
  const queries = useQueryClient();
  const [roles, setRoles] = useState(user.roles.map(String));
  const save = useMutation({
    mutationFn: async () => {
      const { etag } = await tagged(api.identity.GET('/v1/users/{id}', { params: { path: { id: user.id } } }));
      return data(api.identity.PUT('/v1/users/{id}/roles', { params: { path: { id: user.id }, header: { 'If-Match': etag } }, body: { roles } } as never));
    },
    onSuccess: () => {
      said('Roles changed.');
      close();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['identity', 'users'] }),
  });
  return (
    <Dialog
      open
      onClose={close}
      title={`Roles of ${user.displayName}`}
      actions={
        <Button kind="primary" onPress={() => save.mutate()} isDisabled={save.isPending}>
          Save
        </Button>
      }
    >
      <RoleChoice value={roles} onChange={setRoles} />
      {save.isError && <Callout tone="bad">{explain(save.error)}</Callout>}
    </Dialog>
  );
}

function NewUser({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [displayName, setName] = useState('');
  const [password, setPassword] = useState('');
  const [roles, setRoles] = useState<string[]>([]);
  const save = useMutation({
    mutationFn: () => data(api.identity.POST('/v1/users', { body: { email: email.trim(), displayName: displayName.trim(), password, roles } })),
    onSuccess: () => {
      said('The user can sign in, and has to choose a password first.');
      void queries.invalidateQueries({ queryKey: ['identity', 'users'] });
      close();
    },
  });
  const wrong = save.error instanceof ApiProblem ? save.error.fields : {};
  return (
    <Dialog
      open
      onClose={close}
      title="New user"
      lead="Whoever signs in with the first password has to choose another."
      actions={
        <Button kind="primary" onPress={() => save.mutate()} isDisabled={save.isPending || !email || !displayName || !password}>
          Make the user
        </Button>
      }
    >
      <TextInput label="Name" value={displayName} onChange={setName} required autoFocus wrong={wrong['displayName']?.join(' ')} />
      <TextInput label="E-mail" type="email" value={email} onChange={setEmail} required wrong={wrong['email']?.join(' ')} />
      <TextInput label="First password" type="password" value={password} onChange={setPassword} required wrong={wrong['password']?.join(' ')} hint="At least 12 characters" />
      <RoleChoice value={roles} onChange={setRoles} />
      {save.isError && Object.keys(wrong).length === 0 && <Callout tone="bad">{explain(save.error)}</Callout>}
    </Dialog>
  );
}
