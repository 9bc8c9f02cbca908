import { LIMITS, type Modal } from '@cozy/protocol';
import { For } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { createInteractions } from '../../conversation/interactions.ts';
import { Button } from '../Button/Button.tsx';
import { Dialog } from '../Dialog/Dialog.tsx';
import { Notice } from '../Notice/Notice.tsx';
import { TextField } from '../TextField/TextField.tsx';

/** The style of a text input with several lines. */
const PARAGRAPH = 2;

interface InteractionModalProps {
  channelId: string;
  modal: Modal;
  /** Sends it. */
  token: string;
  onClose: () => void;
}

/** What a bot asks for in a dialog. What is written stays there until the bot has it. */
export default function InteractionModal(props: InteractionModalProps) {
  const call = createInteractions(useInstance());
  const action = createAction();
  const inputs = () => props.modal.components.flatMap((row) => row.components);
  const [written, write] = createStore<Record<string, string>>(
    Object.fromEntries(inputs().map(({ custom_id = '', value = '' }) => [custom_id, value])),
  );
  const missing = () => inputs().some(({ custom_id = '', required = true }) => required && !written[custom_id]);
  const send = async () => {
    const components = inputs().map(({ custom_id = '' }) => ({ custom_id, value: written[custom_id] ?? '' }));
    const input = { channel_id: props.channelId, type: 5 as const, modal_token: props.token, components };
    if (await action.run(() => call(input))) props.onClose();
  };
  return (
    <Dialog
      title={props.modal.title}
      description="A bot asks for this. Do not write passwords here."
      onClose={props.onClose}
      onSubmit={() => void send()}
      actions={
        <>
          <Button look="quiet" onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button type="submit" look="primary" busy={action.busy()} disabled={missing()}>
            Send
          </Button>
        </>
      }
    >
      <Notice look="danger">{action.message()}</Notice>
      <For each={inputs()}>
        {(input, index) => (
          <TextField
            label={input.required === false ? `${input.label} (optional)` : (input.label ?? '')}
            value={written[input.custom_id ?? ''] ?? ''}
            onChange={(text) => write(input.custom_id ?? '', text)}
            multiline={input.style === PARAGRAPH}
            maxLength={input.max_length ?? LIMITS.textInputLength}
            error={action.field(`components/${input.custom_id}`)}
            autofocus={index() === 0}
            {...(input.placeholder && { placeholder: input.placeholder })}
          />
        )}
      </For>
    </Dialog>
  );
}
