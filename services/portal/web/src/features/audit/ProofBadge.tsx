import { useMutation } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { api, data } from '../../api/client';
import { Badge } from '../../ui';
import { verifyInclusion } from './verifier';

/** Fetches an entry's proof and checks it in this browser, once asked to; `run` counts up to have many checked at once. */
export function ProofBadge({ sequence, run = 0 }: { sequence: number; run?: number }) {
  const [asked, setAsked] = useState(false);
  if (asked || run > 0) return <Checked sequence={sequence} run={run} />;
  return (
    <button type="button" className="button quiet small" onClick={() => setAsked(true)}>
      Check
    </button>
  );
}

function Checked({ sequence, run }: { sequence: number; run: number }) {
  const check = useMutation({
    mutationFn: async () => verifyInclusion(await data(api.audit.GET('/v1/entries/{sequence}/proof', { params: { path: { sequence }, query: {} } }))),
  });
  const { mutate } = check;
  useEffect(() => mutate(), [run, sequence, mutate]);
  if (check.isError) return <Badge tone="warn">no proof to be had</Badge>;
  if (!check.data) return <Badge live>checking</Badge>;
  return check.data.holds ? (
    <Badge tone="good">
      <ShieldCheck size={12} aria-hidden /> proved
    </Badge>
  ) : (
    <Badge tone="bad">
      <ShieldAlert size={12} aria-hidden /> NOT proved
    </Badge>
  );
}
