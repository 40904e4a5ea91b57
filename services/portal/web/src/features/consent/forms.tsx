import { useId } from 'react';
import { Chip } from '../../ui';

export const lines = (text: string) => text.split('\n').map((l) => l.trim()).filter(Boolean);

interface ChoiceProps {
  label: string;
  options: readonly { id: string; label: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  wrong?: string;
  hint?: string;
}

/** Any number of a few. */
export function Choice({ label, options, chosen, onChange, wrong, hint }: ChoiceProps) {
  const id = useId();
  return (
    <div className="field" role="group" aria-labelledby={id}>
      <span className="label" id={id}>
        {label}
      </span>
      <div className="chips">
        {options.map((o) => (
          <Chip key={o.id} on={chosen.includes(o.id)} onChange={(on) => onChange(on ? [...chosen, o.id] : chosen.filter((c) => c !== o.id))}>
            {o.label}
          </Chip>
        ))}
      </div>
      {hint && <span className="hint">{hint}</span>}
      {wrong && <span className="wrong">{wrong}</span>}
    </div>
  );
}
