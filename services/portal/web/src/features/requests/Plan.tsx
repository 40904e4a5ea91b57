import { ChevronRight, CircleAlert, Share2, Trash2, EyeOff, Archive, Copy } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { PersonName } from '../../api/people';
import { Badge, Callout, Card, CopyText, cx, Empty, Facts, number, period, Scroll, Time, words, type Tone } from '../../ui';
import { keptReasons, noteTexts, problemText, type Kept, type PlanNode, type PlanStore, type PlanView, type RequestView } from './model';

const actions: Record<PlanNode['action'], { label: string; tone: Tone; icon: ReactNode }> = {
  export: { label: 'Copy', tone: 'info', icon: <Copy size={12} aria-hidden /> },
  delete: { label: 'Delete', tone: 'bad', icon: <Trash2 size={12} aria-hidden /> },
  mask: { label: 'Mask', tone: 'warn', icon: <EyeOff size={12} aria-hidden /> },
  retain: { label: 'Keep', tone: 'good', icon: <Archive size={12} aria-hidden /> },
};

const planStates: Record<PlanView['state'], { label: string; tone: Tone }> = {
  preparing: { label: 'Counting rows', tone: 'info' },
  ready: { label: 'Counted, nothing done yet', tone: 'warn' },
  failed: { label: 'Failed', tone: 'bad' },
  approved: { label: 'Approved', tone: 'good' },
  sentBack: { label: 'Sent back', tone: 'plain' },
  superseded: { label: 'Replaced', tone: 'plain' },
};

/** What is to be done, store by store: a dry run until it is approved, progress while it runs. */
export function Plan({ plan, request }: { plan: PlanView; request: RequestView }) {
  const names = new Map(plan.stores.map((s) => [s.dataStoreId, s.dataStoreName]));
  return (
    <Card
      title="Plan"
      hint={<Badge tone={planStates[plan.state].tone} live={plan.state === 'preparing'}>{planStates[plan.state].label}</Badge>}
      actions={
        <span className="muted small num">
          {number.format(plan.rows)} rows{plan.sharedRows > 0 && `, ${number.format(plan.sharedRows)} shared`}
        </span>
      }
      flush
    >
      {plan.failureCode && (
        <div className="plan-part">
          <Callout tone="bad" icon={<CircleAlert size={16} aria-hidden />}>
            {problemText(plan.failureCode)}
          </Callout>
        </div>
      )}
      {plan.stores.length === 0 ? (
        <Empty title="No store holds data of this person">
          <p>Every confirmed data map was searched. Approving the plan answers the request with that.</p>
        </Empty>
      ) : (
        plan.stores.map((s) => <Store key={s.dataStoreId} store={s} running={['approved', 'executing', 'incomplete', 'completed'].includes(request.state)} />)
      )}
      {plan.kept.length > 0 && <KeptTable kept={plan.kept} names={names} />}
      {plan.notes.length > 0 && (
        <div className="plan-part stack-s">
          <h3>Good to know</h3>
          <ul className="notes">
            {plan.notes.map((n, i) => (
              <li key={i}>
                <span className="mono">
                  {n.table.schema}.{n.table.table}
                </span>{' '}
                <span className="soft">{noteTexts[n.code] ?? words(n.code)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="plan-part">
        <Facts
          items={[
            ['Planned by', <><PersonName key="p" id={plan.plannedBy} />, <Time key="t" at={plan.plannedAt} /></>],
            plan.decidedBy ? [plan.state === 'sentBack' ? 'Sent back by' : 'Approved by', <><PersonName key="p" id={plan.decidedBy} />, <Time key="t" at={plan.decidedAt!} /></>] : null,
            plan.decisionReason ? ['Reason', plan.decisionReason] : null,
            plan.planHash ? ['Fingerprint', <CopyText key="h" value={plan.planHash} label="fingerprint of the plan" length={16} />] : null,
          ]}
        />
      </div>
    </Card>
  );
}

function Store({ store, running }: { store: PlanStore; running: boolean }) {
  const rows = sum(store.tree, (n) => n.rows ?? 0);
  return (
    <section className="plan-part" aria-label={`Data store ${store.dataStoreName}`}>
      <div className="row store-head">
        <h3>{store.dataStoreName}</h3>
        <span className="muted small">map version {store.mapVersion}</span>
        <span className="grow" />
        {running ? <Execution store={store} /> : <Preparation store={store} />}
        <span className="num strong">{number.format(rows)} rows</span>
      </div>
      {store.gaps.map((g, i) => (
        <Callout key={i} tone={g.gaveUp ? 'bad' : 'warn'} icon={<CircleAlert size={16} aria-hidden />}>
          <span className="strong">{problemText(g.code)}</span>{' '}
          {g.gaveUp ? 'Nothing is tried again by itself: solve it, then plan again.' : g.retryAt ? <>Tried again <Time at={g.retryAt} style="relative" />.</> : null}
          {g.steps.length > 0 && (
            <ul className="small">
              {g.steps.map((s, n) => (
                <li key={n}>
                  <span className="mono">
                    {s.tableName}
                    {s.columnName && `.${s.columnName}`}
                  </span>
                  : {problemText(s.code)}
                </li>
              ))}
            </ul>
          )}
        </Callout>
      ))}
      <ul className="tree" role="tree" aria-label={`Tables of ${store.dataStoreName}`}>
        {store.tree.map((n) => (
          <Node key={n.step} node={n} level={1} />
        ))}
      </ul>
    </section>
  );
}

const Preparation = ({ store }: { store: PlanStore }) =>
  store.preparation === 'preparing' ? (
    <Badge tone="info" live>
      counting
    </Badge>
  ) : store.preparation === 'failed' ? (
    <Badge tone="bad">not reachable</Badge>
  ) : (
    <Badge tone="good">counted</Badge>
  );

function Execution({ store }: { store: PlanStore }) {
  switch (store.execution) {
    case 'completed':
      return (
        <Badge tone="good" dot>
          done
        </Badge>
      );
    case 'executing':
      return (
        <Badge tone="info" live>
          running
        </Badge>
      );
    case 'incomplete':
      return (
        <Badge tone="warn" dot>
          incomplete, tried again
        </Badge>
      );
    case 'gaveUp':
      return (
        <Badge tone="bad" dot>
          stopped
        </Badge>
      );
    default:
      return <Badge>waiting</Badge>;
  }
}

function sum(nodes: PlanNode[], of: (n: PlanNode) => number): number {
  return nodes.reduce((total, n) => total + of(n) + sum(n.children, of), 0);
}

const count = (nodes: PlanNode[]): number => sum(nodes, () => 1);

function Node({ node, level }: { node: PlanNode; level: number }) {
  const [open, setOpen] = useState(level < 4 || count(node.children) < 4);
  const action = actions[node.action];
  const empty = node.rows === 0;
  const [schema, ...table] = node.table.split('.');
  return (
    <li role="treeitem" aria-level={level} aria-expanded={node.children.length > 0 ? open : undefined} aria-selected={false}>
      <div className={cx('node', empty && 'none')}>
        {node.children.length > 0 ? (
          <button type="button" className="twist" data-open={open || undefined} onClick={() => setOpen(!open)} aria-label={`${open ? 'Close' : 'Open'} ${node.table}`}>
            <ChevronRight size={14} aria-hidden />
          </button>
        ) : (
          <span className="twist" />
        )}
        <span className="table-name mono">
          {table.length > 0 && schema !== 'public' && <span className="muted">{schema}.</span>}
          {table.join('.') || schema}
        </span>
        {node.role === 'subject' && <Badge tone="note">the person</Badge>}
        <Badge tone={action.tone}>
          {action.icon} {action.label}
        </Badge>
        {node.maskedColumns.length > 0 && <span className="muted small truncate masks">masks {node.maskedColumns.join(', ')}</span>}
        <span className="grow" />
        {!!node.sharedRows && (
          <Badge tone="warn">
            <Share2 size={11} aria-hidden /> {number.format(node.sharedRows)} shared, left
          </Badge>
        )}
        <span className="num rows">{node.rows === null || node.rows === undefined ? '…' : number.format(node.rows)}</span>
      </div>
      {node.children.length > 0 && open && (
        <ul role="group">
          {node.children.map((c) => (
            <Node key={c.step} node={c} level={level + 1} />
          ))}
        </ul>
      )}
    </li>
  );
}

function KeptTable({ kept, names }: { kept: Kept[]; names: Map<string, string> }) {
  return (
    <div className="plan-part stack-s">
      <h3>What is kept, and why</h3>
      <Scroll label="What is kept">
        <table className="table kept">
          <thead>
            <tr>
              <th>Table</th>
              <th>Why</th>
              <th>For how long</th>
            </tr>
          </thead>
          <tbody>
            {kept.map((k) => (
              <tr key={`${k.dataStoreId}/${k.step}`}>
                <td>
                  <span className="mono">{k.table.table}</span> <span className="muted small">{names.get(k.dataStoreId)}</span>
                </td>
                <td>
                  {k.retention ? k.retention.article : (keptReasons[k.reason] ?? words(k.reason))}
                  {k.retention && <div className="muted small">{words(k.retention.legalBasis)}</div>}
                  {k.references.length > 0 && <div className="muted small wrap-any">by {k.references.join(', ')}</div>}
                  {k.maskedColumns.length > 0 && <div className="muted small wrap-any">masked: {k.maskedColumns.join(', ')}</div>}
                </td>
                <td>{k.retention ? `${period(k.retention.period)} from ${k.retention.trigger}` : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}
