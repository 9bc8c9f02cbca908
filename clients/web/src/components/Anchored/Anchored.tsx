import { Popover } from '@kobalte/core/popover';
import type { JSX } from 'solid-js';
import './Anchored.css';

interface AnchoredProps {
  /** The element that it stands beside; the focus returns there. */
  anchor: HTMLElement;
  label: string;
  placement?: 'top-end' | 'right-start' | 'left-start' | 'bottom-start';
  onClose: () => void;
  children: JSX.Element;
}

/**
 * Something that floats beside an element which is not its own trigger, so that one serves a whole list. It is there
 * while it is rendered.
 */
export function Anchored(props: AnchoredProps) {
  // Actions of a message go away with the pointer, but what they opened stays where it was opened.
  const opened = props.anchor.getBoundingClientRect();
  return (
    <Popover
      open
      onOpenChange={(open) => !open && props.onClose()}
      anchorRef={() => props.anchor}
      getAnchorRect={() => (props.anchor.isConnected ? props.anchor.getBoundingClientRect() : opened)}
      placement={props.placement ?? 'right-start'}
      gutter={8}
      slide
      overflowPadding={12}
    >
      <Popover.Portal>
        <Popover.Content
          class="anchored"
          aria-label={props.label}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            props.anchor.focus();
          }}
        >
          {props.children}
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}
