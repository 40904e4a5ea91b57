import dagre from '@dagrejs/dagre';
import { useQuery } from '@tanstack/react-query';
import { Background, Controls, Handle, Position, ReactFlow, type Edge, type Node, type NodeProps } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMemo, useState } from 'react';
import { Card, Chip, cx, Loaded, number } from '../../ui';
import { mapKey, nameOf, readMap, type MapView, type Table } from './model';

type TableNode = Node<{ table: Table; personal: number }, 'table'>;

const width = 210;
const height = 62;

function TableCard({ data: { table, personal } }: NodeProps<TableNode>) {
  return (
    <div className={cx('graph-node', table.action, table.subjectKind && 'subject')}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <span className="mono strong truncate">{nameOf(table)}</span>
      <span className="small muted">
        {number.format(table.rowEstimate)} rows{personal > 0 && ` · ${personal} personal`}
      </span>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

const types = { table: TableCard };

/** Tables and the references between them, from the person outwards. The list has the same for those who do not see it. */
export default function Graph({ id }: { id: string }) {
  const map = useQuery({ queryKey: [...mapKey(id), 'whole'], queryFn: () => readMap(id) });
  return <Loaded query={map}>{(view) => <Drawing view={view} />}</Loaded>;
}

function Drawing({ view }: { view: MapView }) {
  const [all, setAll] = useState(false);
  const { nodes, edges } = useMemo(() => lay(view, all), [view, all]);
  return (
    <Card
      title="Graph"
      hint={`${number.format(nodes.length)} tables`}
      actions={
        <Chip on={all} onChange={setAll}>
          Tables without personal data too
        </Chip>
      }
      flush
    >
      <div className="graph">
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={types}
          fitView
          minZoom={0.1}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable
          edgesFocusable={false}
          onlyRenderVisibleElements
          proOptions={{ hideAttribution: true }}
          aria-label="Graph of tables"
        >
          <Background gap={20} />
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
      <p className="legend muted small">
        <span className="key subject" /> the person <span className="key delete" /> deleted <span className="key mask" /> masked <span className="key retain" /> kept. Solid lines are followed by plans.
      </p>
    </Card>
  );
}

function lay(view: MapView, all: boolean): { nodes: TableNode[]; edges: Edge[] } {
  const key = (t: { schema: string; table: string }) => `${t.schema}.${t.table}`;
  const tables = view.map.tables.filter((t) => all || t.subjectKind || t.columns.some((c) => c.category) || t.action !== 'none');
  const shown = new Set(tables.map((t) => `${t.schema}.${t.name}`));
  const references = view.map.references.filter((r) => shown.has(key(r.from)) && shown.has(key(r.to)));
  const graph = new dagre.graphlib.Graph().setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 70 }).setDefaultEdgeLabel(() => ({}));
  for (const id of shown) graph.setNode(id, { width, height });
  for (const r of references) graph.setEdge(key(r.to), key(r.from));
  dagre.layout(graph);
  return {
    nodes: tables.map((table) => {
      const id = `${table.schema}.${table.name}`;
      const { x, y } = graph.node(id);
      const personal = table.columns.filter((c) => c.category).length;
      return { id, type: 'table', position: { x: x - width / 2, y: y - height / 2 }, data: { table, personal }, ariaLabel: `${nameOf(table)}, ${personal} personal columns` };
    }),
    edges: references.map((r) => ({
      id: r.name,
      source: key(r.to),
      target: key(r.from),
      className: r.followToChildren || r.followToParent ? 'followed' : 'not-followed',
    })),
  };
}
