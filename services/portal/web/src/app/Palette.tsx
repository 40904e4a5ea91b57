import { CornerDownLeft } from 'lucide-react';
import { useMemo } from 'react';
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField, useFilter } from 'react-aria-components';
import { useNavigate } from 'react-router';
import { features } from './feature';
import { useSession } from './session';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ctrl K: go to any page, or to a request by its number. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const { can } = useSession();
  const { contains } = useFilter({ sensitivity: 'base' });
  const pages = useMemo(
    () => features.flatMap((f) => (f.nav && can(...(f.nav.needs ?? [])) ? [{ to: f.nav.to, label: f.nav.label, icon: f.nav.icon }] : [])),
    [can],
  );
  const go = (to: string) => {
    onClose();
    void navigate(to);
  };
  return (
    <ModalOverlay className="veil top" isOpen={open} onOpenChange={(is) => !is && onClose()} isDismissable>
      <Modal className="modal">
        <Dialog className="dialog" aria-label="Search or go to">
          <Autocomplete filter={(text, input) => contains(text, input) || text.startsWith('go:')}>
            <SearchField
              aria-label="Search or go to"
              autoFocus
              onSubmit={(value) => {
                if (guid.test(value.trim())) go(`/requests/${value.trim()}`);
              }}
            >
              <Input className="input palette-input" placeholder="Page, or the number of a request" />
            </SearchField>
            <Menu className="options" items={pages} aria-label="Results" renderEmptyState={() => <p className="muted small palette-empty">Press <CornerDownLeft size={12} aria-label="Enter" /> to open a request by its number.</p>}>
              {(p) => (
                <MenuItem className="option" id={p.to} textValue={p.label} onAction={() => go(p.to)}>
                  <p.icon size={16} aria-hidden /> {p.label}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
