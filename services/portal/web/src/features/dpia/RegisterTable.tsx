import { ArrowDown } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import { PersonName } from '../../api/people';
import { Badge, Day, daysUntil, dueText, Scroll, Time } from '../../ui';
import { awaits, RiskBadge, StateBadge, type Summary } from './model';

export type Sort = 'title' | 'reviewOn' | 'updatedAt' | 'risk' | 'opened';

export function RegisterTable({ items, sort, onSort }: { items: Summary[]; sort: Sort; onSort: (sort: Sort) => void }) {
  const navigate = useNavigate();
  const head = (by: Sort, label: string) => (
    <th aria-sort={sort === by ? (by === 'title' || by === 'reviewOn' ? 'ascending' : 'descending') : undefined}>
      <button type="button" className="sort" aria-pressed={sort === by} onClick={() => onSort(by)}>
        {label} {sort === by && <ArrowDown size={12} aria-hidden />}
      </button>
    </th>
  );
  return (
    <Scroll label="Assessments">
      <table className="table cards">
        <thead>
          <tr>
            {head('title', 'Assessment')}
            <th>State</th>
            <th>Waits for</th>
            {head('risk', 'Remaining risk')}
            <th>Owner</th>
            {head('reviewOn', 'Next review')}
            {head('updatedAt', 'Changed')}
          </tr>
        </thead>
        <tbody>
          {items.map((a) => (
            <tr
              key={a.id}
              data-link
              onClick={(e) => {
                if (!(e.target as HTMLElement).closest('a, button')) void navigate(`/assessments/${a.id}`);
              }}
            >
              <td className="title-cell">
                <Link to={`/assessments/${a.id}`} className="strong wrap-any">
                  {a.title}
                </Link>
                <span className="muted small">{a.approvedVersions > 0 ? ` · version ${a.approvedVersions}` : ''}</span>
              </td>
              <td>
                <StateBadge state={a.state} />
              </td>
              <td className="soft">{awaits[a.awaits]}</td>
              <td>
                <RiskBadge level={a.highestResidual} />
              </td>
              <td className="soft">
                <PersonName id={a.responsibleId} />
              </td>
              <td>{a.state === 'reviewDue' ? <Badge tone="bad">due now</Badge> : a.reviewOn ? <Review on={a.reviewOn} /> : <span className="muted">–</span>}</td>
              <td className="soft">
                <Time at={a.updatedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const Review = ({ on }: { on: string }) => (
  <span className="row-tight">
    <Day on={on} /> {daysUntil(on) <= 30 && <Badge tone={daysUntil(on) < 0 ? 'bad' : 'warn'}>{dueText(on)}</Badge>}
  </span>
);
