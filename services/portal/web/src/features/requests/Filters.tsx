import { useState } from 'react';
import { SearchInput, Select } from '../../ui';
import { states, types, type RequestState, type RequestType } from './model';
import type { Filter } from './views';

const any = { id: '', label: 'Any' };

export function Filters({ filter, set }: { filter: Filter; set: (change: Filter) => void }) {
  const [pseudonym, setPseudonym] = useState(filter.pseudonym ?? '');
  return (
    <form
      className="toolbar"
      role="search"
      aria-label="Filter requests"
      onSubmit={(e) => {
        e.preventDefault();
        set({ pseudonym: pseudonym.trim() });
      }}
    >
      <div className="grow">
        <SearchInput
          label="Pseudonym of a person"
          value={pseudonym}
          onChange={(v) => {
            setPseudonym(v);
            if (v === '') set({ pseudonym: '' });
          }}
          placeholder="Pseudonym of a person, then Enter"
        />
      </div>
      <Select
        label="State"
        quiet
        value={filter.state ?? ''}
        onChange={(state) => set({ state })}
        options={[{ ...any, label: 'Any state' }, ...Object.entries(states).map(([id, s]) => ({ id: id as RequestState, label: s.label }))]}
      />
      <Select
        label="Type"
        quiet
        value={filter.type ?? ''}
        onChange={(type) => set({ type })}
        options={[{ ...any, label: 'Any type' }, ...Object.entries(types).map(([id, label]) => ({ id: id as RequestType, label }))]}
      />
      <Select
        label="Assignee"
        quiet
        value={filter.assignee ?? ''}
        onChange={(assignee) => set({ assignee })}
        options={[
          { ...any, label: 'Anybody’s' },
          { id: 'me', label: 'Mine' },
          { id: 'none', label: 'Unassigned' },
        ]}
      />
    </form>
  );
}
