import { useMutation, useQuery } from '@tanstack/react-query';
import { Download, GitCompare } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, data } from '../../api/client';
import { Button, Card, CopyText, Empty, failed, Loaded, Select, Time } from '../../ui';
import { download, partsKey, type Assessment } from './model';

/** Every approved state, kept for good: who signed which words over which document. */
export function Versions({ assessment: a }: { assessment: Assessment }) {
  const versions = useQuery({ queryKey: [...partsKey(a.id), 'versions', a.approvedVersions], queryFn: () => data(api.dpia.GET('/v1/assessments/{id}/versions', { params: { path: { id: a.id }, query: { limit: 100 } } })).then((p) => p.items) });
  const save = useMutation({ mutationFn: (n: number) => download(`/v1/assessments/${a.id}/report.pdf?version=${n}`, `dpia-${a.id}-v${n}.pdf`), onError: failed });
  return (
    <Loaded query={versions}>
      {(all) =>
        all.length === 0 ? (
          <Card>
            <Empty title="Nothing was approved yet">
              <p>Each approval keeps a version for good. Two versions can then be compared.</p>
            </Empty>
          </Card>
        ) : (
          <div className="stack-l">
            <Compare assessment={a} numbers={all.map((v) => v.number)} />
            <Card title="Approved versions" flush>
              <ul className="lines">
                {all.map((v) => (
                  <li key={v.number} className="line version">
                    <span className="grow">
                      <span className="strong">Version {v.number}</span>{' '}
                      <span className="soft">
                        signed by {v.signedName}, <Time at={v.signedAt} />
                      </span>
                      <span className="pre wrap-any small soft block">“{v.statement}”</span>
                    </span>
                    <CopyText value={v.documentHash} label="hash of the version" length={14} />
                    <Button small onPress={() => save.mutate(v.number)} isDisabled={save.isPending}>
                      <Download size={14} aria-hidden /> PDF<span className="sr-only"> of version {v.number}</span>
                    </Button>
                  </li>
                ))}
              </ul>
            </Card>
          </div>
        )
      }
    </Loaded>
  );
}

function Compare({ assessment: a, numbers }: { assessment: Assessment; numbers: number[] }) {
  const navigate = useNavigate();
  const [from, setFrom] = useState(String(numbers[1] ?? numbers[0]));
  const [to, setTo] = useState(numbers.length > 1 ? String(numbers[0]) : 'now');
  const options = numbers.map((n) => ({ id: String(n), label: `Version ${n}` }));
  return (
    <Card title="What changed">
      <div className="row compare">
        <Select label="From" value={from} onChange={setFrom} options={options} />
        <Select label="To" value={to} onChange={setTo} options={[{ id: 'now', label: 'As it stands' }, ...options]} />
        <Button kind="primary" onPress={() => void navigate(`/assessments/${a.id}/comparison?from=${from}${to === 'now' ? '' : `&to=${to}`}`)} isDisabled={from === to}>
          <GitCompare size={15} aria-hidden /> Compare
        </Button>
      </div>
    </Card>
  );
}
