import { useHolders, useName } from '../../api/people';
import { useSession } from '../../app/session';
import { Bones, Select, TextInput } from '../../ui';

/** Somebody who may do what is asked, by name. */
export function PersonSelect({ label, permission, value, onChange, without }: { label: string; permission: string; value: string; onChange: (id: string) => void; without?: string }) {
  const { can, user } = useSession();
  const chosen = useName(value);
  const people = useHolders(permission, can('people:read'));
  if (!can('people:read') || people.isError) return <TextInput label={`${label} (id)`} value={value} onChange={onChange} maxLength={200} />;
  // A list without entries could not be opened.
  if (!people.data)
    return (
      <div className="field">
        <span className="label">{label}</span>
        <Bones lines={1} />
      </div>
    );
  const options = people.data.filter((p) => p.id !== without).map((p) => ({ id: p.id, label: p.id === user.id ? `${p.name} (you)` : p.name }));
  // Whoever is set stays choosable, though they may no longer hold the permission.
  if (value && options.every((o) => o.id !== value)) options.unshift({ id: value, label: chosen ?? value });
  return <Select label={label} value={value || null} onChange={onChange} options={options} />;
}
