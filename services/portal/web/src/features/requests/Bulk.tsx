import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../../app/session';
import { Button, failed, said } from '../../ui';
import { AssignDialog } from './AssignDialog';
import { assign } from './model';

/** What can be done with several requests at once. */
export function Bulk({ ids, clear }: { ids: ReadonlySet<string>; clear: () => void }) {
  const queries = useQueryClient();
  const { user } = useSession();
  const [choosing, setChoosing] = useState(false);
  const change = useMutation({
    mutationFn: (to: string | null) => assign([...ids], to),
    onSuccess: ({ changed }) => {
      said(`${changed} ${changed === 1 ? 'request' : 'requests'} assigned.`);
      clear();
      void queries.invalidateQueries({ queryKey: ['dsar'] });
    },
    onError: failed,
  });
  return (
    <div className="toolbar" role="region" aria-label="Selected requests">
      <span className="strong">{ids.size} selected</span>
      <Button small onPress={() => change.mutate(user.id)} isDisabled={change.isPending}>
        <UserRound size={14} aria-hidden /> Assign to me
      </Button>
      <Button small onPress={() => setChoosing(true)} isDisabled={change.isPending}>
        Assign to…
      </Button>
      <Button small kind="quiet" onPress={clear}>
        Clear
      </Button>
      <AssignDialog open={choosing} onClose={() => setChoosing(false)} onChoose={(to) => (setChoosing(false), change.mutate(to))} />
    </div>
  );
}
