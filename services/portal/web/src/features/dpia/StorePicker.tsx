import { useQuery } from '@tanstack/react-query';
import { api, data } from '../../api/client';
import { useSession } from '../../app/session';
import { Chip } from '../../ui';

/** Data stores of the inventory that the processing uses. */
export function StorePicker({ value, onChange, hint = 'Their maps suggest answers, and a change of them calls for a review.' }: { value: string[]; onChange: (ids: string[]) => void; hint?: string }) {
  const { can } = useSession();
  const stores = useQuery({
    queryKey: ['inventory', 'stores', 'names'],
    queryFn: () => data(api.inventory.GET('/v1/data-stores', { params: { query: { limit: 200 } } })).then((p) => p.items),
    enabled: can('inventory:read'),
  });
  if (!stores.data || stores.data.length === 0) return null;
  return (
    <div className="field">
      <span className="label" id="stores-label">
        Data stores
      </span>
      <div className="chips" role="group" aria-labelledby="stores-label">
        {stores.data.map((s) => (
          <Chip key={s.id} on={value.includes(s.id)} onChange={(on) => onChange(on ? [...value, s.id] : value.filter((id) => id !== s.id))}>
            {s.name}
          </Chip>
        ))}
      </div>
      <span className="hint">{hint}</span>
    </div>
  );
}
