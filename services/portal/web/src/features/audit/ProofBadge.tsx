import { useMutation } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useEffect } from 'react';
import { api, data } from '../../api/client';
import { Badge, Button } from '../../ui';
import { verifyInclusion } from './verifier';

/** Fetches an entry's proof and checks it in this browser; `run` counts up to have many checked at once. */
export function ProofBadge({ sequence, run = 0 }: { sequence: number; run?: number }) {
  const check = useMutation({
    mutationFn: async () => verifyInclusion(await data(api.audit.GET('/v1/entries/{sequence}/proof', { params: { path: { sequence }, query: {} } }))),
  });
  const { mutate } = check;
  useEffect(() => {
    if (run > 0) mutate();
  }, [run, mutate]);
  if (check.isPending) return <Badge live>checking</Badge>;
  if (check.isError) return <Badge tone="warn">no proof to be had</Badge>;
  if (check.data)
    return check.data.holds ? (
      <Badge tone="good">
        <ShieldCheck size={12} aria-hidden /> proved
      </Badge>
    ) : (
      <Badge tone="bad">
        <ShieldAlert size={12} aria-hidden /> NOT proved
      </Badge>
    );
  return (
    <Button small kind="quiet" onPress={() => mutate()}>
      Check
    </Button>
  );
}
