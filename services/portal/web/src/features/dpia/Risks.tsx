import { useState } from 'react';
import { useSession } from '../../app/session';
import { Card, cx, Loaded } from '../../ui';
import { isEditable, RiskBadge, type Assessment, type Risk } from './model';
import { RiskForm } from './RiskForm';
import { nameOf, RiskMap } from './RiskMap';
import { AddRisk, useRisks } from './SectionRisk';

/** All risks on the map, and the chosen one in words. */
export function Risks({ assessment }: { assessment: Assessment }) {
  const risks = useRisks(assessment.id);
  return <Loaded query={risks}>{(all) => <OnMap assessment={assessment} risks={all} />}</Loaded>;
}

function OnMap({ assessment, risks }: { assessment: Assessment; risks: Risk[] }) {
  const { can } = useSession();
  const [chosen, choose] = useState<string | null>(risks[0]?.id ?? null);
  const [rating, setRating] = useState<{ severity: number; likelihood: number } | null>(null);
  const setChosen = (id: string) => {
    setRating(null);
    choose(id);
  };
  const risk = risks.find((r) => r.id === chosen);
  const writes = can('dpia:write') && isEditable(assessment);
  return (
    <div className="stack-l">
      <div className="risk-split">
        <Card title="Risk map" hint={writes ? 'press a cell to rate the chosen risk before measures' : 'press a cell to see its risks'}>
          <RiskMap
            risks={risks}
            selected={chosen}
            hint={writes && risk ? `A press rates ${risk.title}.` : 'A press chooses the risk that is there.'}
            onCell={(severity, likelihood, there) => {
              if (writes && risk) setRating({ severity, likelihood });
              else if (there[0]) setChosen(there[0].id);
            }}
          />
        </Card>
        <Card title="Risks" flush>
          <ul className="lines">
            {risks.map((r) => (
              <li key={r.id}>
                <button type="button" className={cx('line risk-line', r.id === chosen && 'current')} aria-pressed={r.id === chosen} onClick={() => setChosen(r.id)}>
                  <span className="marker disc" aria-hidden>
                    {nameOf(risks, r)}
                  </span>
                  <span className="grow wrap-any">{r.title}</span>
                  <RiskBadge level={r.after?.level} />
                </button>
              </li>
            ))}
          </ul>
          {writes && (
            <div className="card-body">
              <AddRisk assessment={assessment} onAdded={(r) => setChosen(r.id)} />
            </div>
          )}
        </Card>
      </div>
      {risk && (
        <Card>
          <RiskForm key={risk.id} assessment={assessment} risk={risk} rating={rating} />
        </Card>
      )}
    </div>
  );
}
