import type { Assessment, Question, Value } from './model';

/** An answer as text, for reading and comparing. Whatever was written stays text. */
export function AnswerText({ question: q, value, assessment }: { question?: Question | undefined; value: Value | null | undefined; assessment?: Assessment }) {
  if (!value || isEmpty(value)) return <p className="muted">Not answered.</p>;
  if (value.text) return <p className="pre wrap-any">{value.text}</p>;
  if (value.choices?.length) return <p>{value.choices.map((c) => q?.choices?.find((o) => o.code === c)?.text ?? c).join(', ')}</p>;
  if (value.gauge) return <p>{value.gauge} of {q?.gauge ?? 4}</p>;
  if (value.inventory?.length)
    return <p className="wrap-any">{value.inventory.map((i) => [assessment?.maps.find((m) => m.dataStoreId === i.dataStoreId)?.dataStoreName ?? i.dataStoreId.slice(0, 8), i.schema, i.table, i.column].filter(Boolean).join('.')).join(', ')}</p>;
  if (value.rows?.length)
    return (
      <ul className="bullets">
        {value.rows.map((r, i) => (
          <li key={i} className="wrap-any">
            {(q?.columns ?? Object.keys(r).map((code) => ({ code, text: code }))).map((c) => `${c.text}: ${r[c.code] ?? '–'}`).join('; ')}
          </li>
        ))}
      </ul>
    );
  return (
    <ul className="bullets">
      {value.list?.map((l, i) => (
        <li key={i} className="wrap-any">
          {l}
        </li>
      ))}
    </ul>
  );
}

export const isEmpty = (v: Value) => !v.text?.trim() && !v.choices?.length && !v.list?.length && !v.gauge && !v.rows?.length && !v.inventory?.length;
