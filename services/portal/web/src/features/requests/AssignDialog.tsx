import { useState } from 'react';
import { useHolders } from '../../api/people';
import { Button, Dialog, Loaded, Select } from '../../ui';

/** Chooses who looks after requests, among those who may manage them. */
export function AssignDialog({ open, onClose, onChoose }: { open: boolean; onClose: () => void; onChoose: (id: string | null) => void }) {
  const people = useHolders('dsar:manage', open);
  const [id, setId] = useState<string | null>(null);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Assign to"
      actions={
        <>
          <Button onPress={() => onChoose(null)}>To nobody</Button>
          <Button kind="primary" isDisabled={id === null} onPress={() => onChoose(id)}>
            Assign
          </Button>
        </>
      }
    >
      <Loaded query={people}>{(list) => <Select label="Person" value={id} onChange={setId} options={list.map((p) => ({ id: p.id, label: p.name }))} />}</Loaded>
    </Dialog>
  );
}
