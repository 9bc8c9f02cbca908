import type { LucideProps } from 'lucide-solid';
import { type Component, type JSX, Show, splitProps } from 'solid-js';
import { Icon } from '../Icon/Icon.tsx';
import { Tooltip } from '../Tooltip/Tooltip.tsx';
import './Button.css';

interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` once in a view; `quiet` has no surface; `danger` for what cannot be undone. */
  look?: 'primary' | 'secondary' | 'quiet' | 'danger';
  icon?: Component<LucideProps>;
  /** The action is on its way: shown, and not started twice. */
  busy?: boolean;
  wide?: boolean;
}

/** A button with a text. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['look', 'icon', 'busy', 'wide', 'children', 'class', 'disabled']);
  return (
    <button
      type="button"
      {...rest}
      class={`button ${own.class ?? ''}`}
      data-look={own.look ?? 'secondary'}
      data-wide={own.wide ? '' : undefined}
      aria-busy={own.busy}
      disabled={own.disabled || own.busy}
    >
      <Show when={own.icon}>{(icon) => <Icon of={icon()} />}</Show>
      <span class="truncate">{own.children}</span>
    </button>
  );
}

interface IconButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  icon: Component<LucideProps>;
  /** What it does, for the tooltip and for screen readers. */
  label: string;
  size?: 16 | 20;
  placement?: 'top' | 'right' | 'bottom' | 'left';
}

/** A button that is only an icon; its label is a tooltip. */
export function IconButton(props: IconButtonProps) {
  const [own, rest] = splitProps(props, ['icon', 'label', 'size', 'placement', 'class']);
  return (
    <Tooltip
      as="button"
      type="button"
      text={own.label}
      placement={own.placement}
      {...(rest as Record<string, unknown>)}
      class={`icon-button ${own.class ?? ''}`}
      aria-label={own.label}
    >
      <Icon of={own.icon} size={own.size ?? 20} />
    </Tooltip>
  );
}
