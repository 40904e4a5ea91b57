import { Plus, Trash2 } from 'lucide-react';
import { Checkbox, CheckboxGroup, Label, Radio, RadioGroup } from 'react-aria-components';
import { Badge, Button, Chip, IconButton, TextInput } from '../../ui';
import type { Assessment, Question, Value } from './model';
import { steps } from './model';

interface ChoicesProps {
  label: string;
  value: string[];
  onChange: (value: string[]) => void;
  options: { code: string; text: string }[];
  several?: boolean;
}

export function Choices({ label, value, onChange, options, several }: ChoicesProps) {
  return several ? (
    <CheckboxGroup className="field" value={value} onChange={onChange}>
      <Label>{label}</Label>
      {options.map((o) => (
        <Checkbox key={o.code} value={o.code} className="choice">
          <span className="choice-box" aria-hidden /> {o.text}
        </Checkbox>
      ))}
    </CheckboxGroup>
  ) : (
    <RadioGroup className="field" value={value[0] ?? null} onChange={(v) => onChange([v])}>
      <Label>{label}</Label>
      {options.map((o) => (
        <Radio key={o.code} value={o.code} className="choice radio">
          <span className="choice-box" aria-hidden /> {o.text}
        </Radio>
      ))}
    </RadioGroup>
  );
}

export const toLines = (items: readonly string[] | null | undefined) => (items ?? []).join('\n');
export const fromLines = (text: string) => text.split('\n').map((l) => l.trim()).filter(Boolean);

interface Props {
  question: Question;
  value: Value;
  onChange: (value: Value) => void;
  assessment: Assessment;
}

/** The field that suits a question's kind. */
export function QuestionField({ question: q, value, onChange, assessment }: Props) {
  switch (q.kind) {
    case 'choice':
      return <Choices label={q.title} value={value.choices ?? []} onChange={(choices) => onChange({ choices })} options={q.choices ?? []} several={q.several ?? false} />;
    case 'gauge':
      return (
        <Choices
          label={q.title}
          value={value.gauge ? [String(value.gauge)] : []}
          onChange={([step]) => onChange({ gauge: Number(step) })}
          options={Array.from({ length: q.gauge ?? 4 }, (_, i) => ({ code: String(i + 1), text: q.gauge === 4 ? `${i + 1} ${steps[i]}` : String(i + 1) }))}
        />
      );
    case 'list':
      return <TextInput label={q.title} value={(value.list ?? []).join('\n')} onChange={(text) => onChange({ list: text === '' ? [] : text.split('\n') })} rows={4} hint="One to a line." />;
    case 'table':
      return <TableField question={q} value={value} onChange={onChange} />;
    case 'inventory':
      return <InventoryField question={q} value={value} onChange={onChange} assessment={assessment} />;
    default:
      return <TextInput label={q.title} value={value.text ?? ''} onChange={(text) => onChange({ text })} rows={5} maxLength={20_000} />;
  }
}

function TableField({ question: q, value, onChange }: Omit<Props, 'assessment'>) {
  const rows = value.rows ?? [];
  const columns = q.columns ?? [];
  return (
    <div className="field" role="group" aria-label={q.title}>
      <span className="label">{q.title}</span>
      {rows.map((row, i) => (
        <div key={i} className="table-row">
          {columns.map((c) => (
            <TextInput key={c.code} label={c.text} value={row[c.code] ?? ''} onChange={(text) => onChange({ rows: rows.map((r, j) => (j === i ? { ...r, [c.code]: text } : r)) })} />
          ))}
          <IconButton label={`Remove row ${i + 1}`} onPress={() => onChange({ rows: rows.filter((_, j) => j !== i) })}>
            <Trash2 size={15} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button small onPress={() => onChange({ rows: [...rows, Object.fromEntries(columns.map((c) => [c.code, '']))] })}>
          <Plus size={14} aria-hidden /> Add a row
        </Button>
      </div>
    </div>
  );
}

function InventoryField({ question: q, value, onChange, assessment }: Props) {
  const chosen = value.inventory ?? [];
  return (
    <div className="field" role="group" aria-label={q.title}>
      <span className="label">{q.title}</span>
      {assessment.maps.length === 0 ? (
        <span className="muted">The assessment names no data store.</span>
      ) : (
        <div className="chips">
          {assessment.maps.map((m) => {
            const on = chosen.some((c) => c.dataStoreId === m.dataStoreId);
            return (
              <Chip key={m.dataStoreId} on={on} onChange={() => onChange({ inventory: on ? chosen.filter((c) => c.dataStoreId !== m.dataStoreId) : [...chosen, { dataStoreId: m.dataStoreId }] })}>
                {m.dataStoreName}
              </Chip>
            );
          })}
          {chosen.filter((c) => c.table).map((c) => <Badge key={`${c.schema}.${c.table}.${c.column}`}>{[c.schema, c.table, c.column].filter(Boolean).join('.')}</Badge>)}
        </div>
      )}
    </div>
  );
}
