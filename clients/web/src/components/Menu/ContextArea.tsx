import { ContextMenu } from '@kobalte/core/context-menu';
import type { JSX } from 'solid-js';
import './Menu.css';

/** A list item with a menu of its own: by the right button, a long touch, or the keyboard's menu key. */
export function ContextArea(props: {
  class?: string;
  ref?: (element: HTMLElement) => void;
  menu: JSX.Element;
  children: JSX.Element;
}) {
  return (
    <ContextMenu>
      <ContextMenu.Trigger as="li" ref={props.ref} class={props.class}>
        {props.children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content class="menu">{props.menu}</ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu>
  );
}
