import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api, data, tagged } from '../../api/client';
import { explain } from '../../api/problem';
import { Button, Callout, Dialog, Failure, said, TextInput, words } from '../../ui';
import { PermissionChoice } from './PermissionChoice';

const effect = 'Who holds the role works with the change from their next sign-in or renewed token on, within minutes.';

/** What a role may do, changed against the version that was read. */
export function RoleDialog({ name, close }: { name: string; close: () => void }) {
  const role = useQuery({ queryKey: ['identity', 'role', name], queryFn: () => tagged(api.identity.GET('/v1/roles/{name}', { params: { path: { name } } })), gcTime: 0, refetchOnWindowFocus: false });
  if (!role.data) return role.isError ? <Failure error={role.error} retry={() => void role.refetch()} /> : null;
  const { value, etag } = role.data;
  return (
    <Permissions
      title={`Change ${words(name)}`}
      had={value.permissions.map(String)}
      close={close}
      save={(permissions) => data(api.identity.PUT('/v1/roles/{name}', { params: { path: { name }, header: { 'If-Match': etag } }, body: { permissions } }))}
    />
  );
}

export function NewRole({ close }: { close: () => void }) {
  const [name, setName] = useState('');
  return (
    <Permissions title="New role" had={[]} ready={name.trim() !== ''} close={close} save={(permissions) => data(api.identity.POST('/v1/roles', { body: { name: name.trim(), permissions } }))}>
      <TextInput label="Name" value={name} onChange={setName} required autoFocus maxLength={50} hint="Lower case with hyphens, for example call-centre. Never changes." />
    </Permissions>
  );
}

interface Props {
  title: string;
  had: string[];
  ready?: boolean;
  save: (permissions: string[]) => Promise<{ name: string }>;
  close: () => void;
  children?: ReactNode;
}

function Permissions({ title, had, ready = true, save, close, children }: Props) {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState(had);
  const change = useMutation({
    mutationFn: () => save(chosen),
    onSuccess: (role) => {
      void queries.invalidateQueries({ queryKey: ['identity', 'roles'] });
      said(`The role ${words(role.name)} is saved.`);
      close();
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={close}
      title={title}
      lead={effect}
      actions={
        <Button kind="primary" onPress={() => change.mutate()} isDisabled={change.isPending || !ready}>
          Save the role
        </Button>
      }
    >
      {children}
      <PermissionChoice value={chosen} onChange={setChosen} />
      {change.isError && <Callout tone="bad">{explain(change.error)}</Callout>}
    </Dialog>
  );
}
