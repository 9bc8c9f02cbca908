import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import type { LucideProps } from 'lucide-solid';
import { Check } from 'lucide-solid';
import { type Component, type JSX, Show } from 'solid-js';
import { Icon } from '../Icon/Icon.tsx';
import './Menu.css';

interface MenuProps {
  /** The trigger's content; `triggerClass` and `label` describe it. */
  trigger: JSX.Element;
  triggerClass: string;
  /** For screen readers, when the trigger's content is not text. */
  label?: string;
  placement?: 'bottom-start' | 'bottom-end' | 'right-end' | 'top-start';
  onOpenChange?: (open: boolean) => void;
  children: JSX.Element;
}

/** A button that opens a menu of actions. */
export function Menu(props: MenuProps) {
  return (
    <DropdownMenu
      placement={props.placement ?? 'bottom-start'}
      gutter={6}
      onOpenChange={(open) => props.onOpenChange?.(open)}
    >
      <DropdownMenu.Trigger class={props.triggerClass} aria-label={props.label}>
        {props.trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">{props.children}</DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}

/** One action of a menu. */
export function MenuItem(props: {
  icon?: Component<LucideProps>;
  danger?: boolean;
  onSelect: () => void;
  children: JSX.Element;
}) {
  return (
    <DropdownMenu.Item class="menu-item" data-danger={props.danger ? '' : undefined} onSelect={props.onSelect}>
      <Show when={props.icon}>{(icon) => <Icon of={icon()} />}</Show>
      <span class="menu-text">{props.children}</span>
    </DropdownMenu.Item>
  );
}

/** One of several choices; `mark` stands before its text. */
export function MenuChoice(props: { value: string; mark?: JSX.Element; children: JSX.Element }) {
  return (
    <DropdownMenu.RadioItem class="menu-item" value={props.value}>
      {props.mark}
      <span class="menu-text">{props.children}</span>
      <DropdownMenu.ItemIndicator class="menu-check">
        <Icon of={Check} />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}

/** Several choices of which one holds. */
export function MenuChoices(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: JSX.Element;
}) {
  return (
    <DropdownMenu.RadioGroup value={props.value} onChange={props.onChange} aria-label={props.label}>
      {props.children}
    </DropdownMenu.RadioGroup>
  );
}

/** A line between parts of a menu. */
export function MenuLine() {
  return <DropdownMenu.Separator class="menu-line" />;
}
