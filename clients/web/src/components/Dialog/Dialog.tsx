import { Dialog as Kobalte } from '@kobalte/core/dialog';
import { X } from 'lucide-solid';
import { type JSX, Show } from 'solid-js';
import { IconButton } from '../Button/Button.tsx';
import './Dialog.css';

interface DialogProps {
  title: string;
  /** One or two sentences under the title. */
  description?: JSX.Element;
  onClose: () => void;
  /** Buttons at the end, the main one last. */
  actions?: JSX.Element;
  onSubmit?: () => void;
  /** For what needs two columns. */
  wide?: boolean;
  /** Stands below the question and is no part of its form. */
  foot?: JSX.Element;
  children?: JSX.Element;
}

/** A modal question. It is there while it is rendered; Escape, the cross and the scrim close it. */
export function Dialog(props: DialogProps) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    props.onSubmit?.();
  };
  return (
    <Kobalte open onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="scrim" />
        <div class="dialog-place">
          <Kobalte.Content class="dialog" data-wide={props.wide ? '' : undefined}>
            <form onSubmit={submit} novalidate>
              <Kobalte.Title class="dialog-title">{props.title}</Kobalte.Title>
              <Show when={props.description}>
                <Kobalte.Description class="dialog-description">{props.description}</Kobalte.Description>
              </Show>
              <Show when={props.children}>
                <div class="dialog-body">{props.children}</div>
              </Show>
              <Show when={props.actions}>
                <footer class="dialog-actions">{props.actions}</footer>
              </Show>
            </form>
            {props.foot}
            {/* Last, so that the focus starts at what the dialog is about. */}
            <IconButton icon={X} label="Close" class="dialog-close" onClick={() => props.onClose()} />
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  );
}
