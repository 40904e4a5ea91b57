import { Check, ChevronDown, Search } from 'lucide-react';
import { type ReactNode } from 'react';
import { Link, type LinkProps } from 'react-router';
import {
  Button as AriaButton,
  ComboBox as AriaComboBox,
  Dialog as AriaDialog,
  FieldError,
  Heading,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextArea,
  TextField,
  ToggleButton,
  Tooltip,
  TooltipTrigger,
  type ButtonProps as AriaButtonProps,
} from 'react-aria-components';
import { cx } from './basics';

type Kind = 'plain' | 'primary' | 'danger' | 'danger primary' | 'quiet';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  kind?: Kind;
  small?: boolean;
  children: ReactNode;
}

export function Button({ kind = 'plain', small, ...props }: ButtonProps) {
  return <AriaButton {...props} className={cx('button', kind, small && 'small')} />;
}

/** A button that shows an icon only; the label is its tooltip and name. */
export function IconButton({ label, kind = 'quiet', small, children, ...props }: ButtonProps & { label: string }) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...props} aria-label={label} className={cx('button icon', kind, small && 'small')}>
        {children}
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}

export function LinkButton({ kind = 'plain', small, ...props }: LinkProps & { kind?: Kind; small?: boolean }) {
  return <Link {...props} className={cx('button', kind, small && 'small')} />;
}

interface TextProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  wrong?: string;
  rows?: number;
  required?: boolean;
  maxLength?: number;
  type?: 'text' | 'email' | 'password' | 'date' | 'datetime-local';
  autoFocus?: boolean;
  placeholder?: string;
}

export function TextInput({ label, value, onChange, hint, wrong, rows, required, maxLength, type = 'text', autoFocus, placeholder }: TextProps) {
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={wrong !== undefined}
      isRequired={required}
      maxLength={maxLength}
      type={type}
      autoFocus={autoFocus}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      {rows ? <TextArea className="input" rows={rows} placeholder={placeholder} /> : <Input className="input" placeholder={placeholder} />}
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      {wrong && <FieldError className="wrong">{wrong}</FieldError>}
    </TextField>
  );
}

export function SearchInput({ label, value, onChange, placeholder }: { label: string; value: string; onChange: (v: string) => void; placeholder?: string }) {
  return (
    <TextField className="search" value={value} onChange={onChange} aria-label={label} type="search">
      <Search size={15} aria-hidden />
      <Input className="input" placeholder={placeholder ?? label} />
    </TextField>
  );
}

export interface Option<T extends string = string> {
  id: T;
  label: string;
}

interface SelectProps<T extends string> {
  label: string;
  value: T | null;
  onChange: (value: T) => void;
  options: readonly Option<T>[];
  /** The label is read out but not shown. */
  quiet?: boolean;
  placeholder?: string;
}

export function Select<T extends string>({ label, value, onChange, options, quiet, placeholder }: SelectProps<T>) {
  return (
    <AriaSelect
      className="field"
      value={value}
      onChange={(key) => key !== null && onChange(key as T)}
      placeholder={placeholder ?? 'Choose…'}
      {...(quiet ? { 'aria-label': label } : {})}
    >
      {!quiet && <Label>{label}</Label>}
      <AriaButton className="select-button">
        <SelectValue />
        <ChevronDown size={15} aria-hidden />
      </AriaButton>
      <Popover className="popover">
        <ListBox className="options" items={options}>
          {(o: Option<T>) => (
            <ListBoxItem className="option" id={o.id} textValue={o.label}>
              {({ isSelected }) => (
                <>
                  {o.label} {isSelected && <Check size={15} className="check" aria-hidden />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

interface ComboProps {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  /** What the search found. The chosen one belongs to it, whatever is searched for. */
  options: readonly Option[];
  onSearch: (text: string) => void;
  hint?: ReactNode;
  wrong?: string;
  placeholder?: string;
  nothing: string;
}

/** One of many, found by typing; the search is the caller's. Emptied, nothing is chosen. */
export function Combo({ label, value, onChange, options, onSearch, hint, wrong, placeholder, nothing }: ComboProps) {
  return (
    <AriaComboBox
      className="field"
      value={value}
      onChange={(key) => onChange(key as string | null)}
      defaultInputValue={options.find((o) => o.id === value)?.label}
      onInputChange={onSearch}
      items={options}
      menuTrigger="focus"
      allowsEmptyCollection
      isInvalid={wrong !== undefined}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <div className="combo">
        <Input className="input" placeholder={placeholder} />
        <AriaButton className="button quiet icon small">
          <ChevronDown size={15} aria-hidden />
        </AriaButton>
      </div>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      {wrong && <FieldError className="wrong">{wrong}</FieldError>}
      <Popover className="popover">
        <ListBox className="options" renderEmptyState={() => <div className="option muted">{nothing}</div>}>
          {(o: Option) => (
            <ListBoxItem className="option" id={o.id} textValue={o.label}>
              {({ isSelected }) => (
                <>
                  {o.label} {isSelected && <Check size={15} className="check" aria-hidden />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}

/** A filter that is on or off. */
export function Chip({ on, onChange, children }: { on: boolean; onChange: (on: boolean) => void; children: ReactNode }) {
  return (
    <ToggleButton className="chip" isSelected={on} onChange={onChange}>
      {children}
    </ToggleButton>
  );
}

export interface MenuAction {
  id: string;
  label: ReactNode;
  icon?: ReactNode;
  onAction: () => void;
  danger?: boolean;
  disabled?: boolean;
}

/** A button (the first child) that opens a list of actions. */
export function Menu({ trigger, label, actions }: { trigger: ReactNode; label: string; actions: MenuAction[] }) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover">
        <AriaMenu className="options" aria-label={label}>
          {actions.map((a) => (
            <MenuItem key={a.id} id={a.id} className={cx('option', a.danger && 'danger')} onAction={a.onAction} isDisabled={a.disabled} textValue={a.id}>
              {a.icon}
              {a.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  lead?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
  /** Buttons at the foot; a button to close comes first. */
  actions?: ReactNode;
  closeLabel?: string;
}

export function Dialog({ open, onClose, title, lead, wide, children, actions, closeLabel = 'Cancel' }: DialogProps) {
  return (
    <ModalOverlay className="veil" isOpen={open} onOpenChange={(is) => !is && onClose()} isDismissable>
      <Modal className={cx('modal', wide && 'wide')}>
        <AriaDialog className="dialog">
          <div className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {lead && <p className="soft">{lead}</p>}
          </div>
          <div className="dialog-body">{children}</div>
          <div className="dialog-foot">
            <Button onPress={onClose}>{closeLabel}</Button>
            {actions}
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
