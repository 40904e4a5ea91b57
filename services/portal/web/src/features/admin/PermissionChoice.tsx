import { useQuery } from '@tanstack/react-query';
import { Checkbox, CheckboxGroup } from 'react-aria-components';
import { api, data } from '../../api/client';
import { Loaded } from '../../ui';
import { byArea, meaningOf } from './permissions';

export function usePermissions() {
  return useQuery({ queryKey: ['identity', 'permissions'], queryFn: () => data(api.identity.GET('/v1/permissions')) });
}

/** Every permission there is, to be ticked. */
export function PermissionChoice({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  return (
    <Loaded query={usePermissions()}>
      {(all) => (
        <CheckboxGroup className="permissions" value={value} onChange={onChange} aria-label="Permissions">
          {byArea(all.map(String)).map((area) => (
            <section key={area.title}>
              <h3>{area.title}</h3>
              {area.permissions.map((p) => (
                <Checkbox key={p} value={p} className="check">
                  {({ isSelected }) => (
                    <>
                      <span className="check-mark" aria-hidden>
                        {isSelected ? '✓' : ''}
                      </span>
                      <span>
                        {meaningOf(p)} <span className="muted small mono">{p}</span>
                      </span>
                    </>
                  )}
                </Checkbox>
              ))}
            </section>
          ))}
        </CheckboxGroup>
      )}
    </Loaded>
  );
}
