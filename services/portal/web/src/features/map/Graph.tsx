import dagre from '@dagrejs/dagre';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Background, Controls, Handle, Position, ReactFlow, type Edge, type Node, type NodeProps } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { Button, Card, Chip, cx, Loaded, number } from '../../ui';
import { graphQuery, graphStep, nameOf, type GraphTable, type MapGraph } from './model';

type TableNode = Node<{ store: string; table: GraphTable }, 'table'>;

const width = 210;
const height = 62;
/** More the service does not give at once. */
const most = 500;

/** Leads to the table with its columns. */
function TableCard({ data: { store, table } }: NodeProps<TableNode>) {
  return (
    <Link to={`/map/${store}?tab=tables&q=${encodeURIComponent(fullName(table))}`} draggable={false} className={cx('graph-node', table.action, table.subjectKind && 'subject')}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <span className="mono strong truncate">{nameOf(table)}</span>
      <span className="small muted">
        {number.format(table.rowEstimate)} rows{table.personalColumns > 0 && ` · ${table.personalColumns} of ${table.columns} personal`}
      </span>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </Link>
  );
}

const types = { table: TableCard };

/** Tables and the references between them, from people outwards. The list has the same for those who do not see it. */
export default function Graph({ id }: { id: string }) {
  const [all, setAll] = useState(false);
  const [limit, setLimit] = useState(graphStep);
  const graph = useQuery({ ...graphQuery(id, all, limit), placeholderData: keepPreviousData });
  const shown = graph.data?.tables.length ?? 0;
  const total = graph.data?.total ?? 0;
  return (
    <Card
      title="Graph"
      hint={graph.data && (shown < total ? `the ${number.format(shown)} of ${number.format(total)} tables nearest to people` : `${number.format(total)} tables`)}
      actions={
        <div className="row">
          {shown < total && limit < most && (
            <Button small onPress={() => setLimit(Math.min(limit + graphStep, most))} isDisabled={graph.isPlaceholderData}>
              Show more
            </Button>
          )}
          <Chip on={all} onChange={setAll}>
            Tables without personal data too
          </Chip>
        </div>
      }
      flush
    >
      <Loaded query={graph}>{(g) => <Drawing id={id} graph={g} />}</Loaded>
    </Card>
  );
}

function Drawing({ id, graph }: { id: string; graph: MapGraph }) {
  const { nodes, edges } = useMemo(() => lay(id, graph), [id, graph]);
  return (
    <>
      <div className="graph">
        <ReactFlow
          // Another number of tables is another drawing: it is fitted anew.
          key={nodes.length}
          nodes={nodes}
          edges={edges}
          nodeTypes={types}
          fitView
          minZoom={0.1}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
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
    </>
  );
}

const fullName = (t: { schema: string; name: string }) => `${t.schema}.${t.name}`;
const end = (t: { schema: string; table: string }) => `${t.schema}.${t.table}`;

function lay(store: string, { tables, references }: MapGraph): { nodes: TableNode[]; edges: Edge[] } {
  const graph = new dagre.graphlib.Graph().setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 70 }).setDefaultEdgeLabel(() => ({}));
  for (const table of tables) graph.setNode(fullName(table), { width, height });
  for (const r of references) graph.setEdge(end(r.to), end(r.from));
  dagre.layout(graph);
  return {
    nodes: tables.map((table) => {
      const id = fullName(table);
      const { x, y } = graph.node(id);
      return { id, type: 'table', width, height, position: { x: x - width / 2, y: y - height / 2 }, data: { store, table } };
    }),
    edges: references.map((r) => ({ id: r.name, source: end(r.to), target: end(r.from), className: r.followed ? 'followed' : 'not-followed' })),
  };
}
