import type { Message } from '@cozy/protocol';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { textChannels } from '../../conversation/channels.ts';
import { may } from '../../instance/permissions.ts';
import { Button } from '../Button/Button.tsx';
import { Dialog } from '../Dialog/Dialog.tsx';
import { Notice } from '../Notice/Notice.tsx';
import { TextField } from '../TextField/TextField.tsx';
import { say } from '../Toasts/toast.tsx';
import './ForwardMessages.css';

/** Asks where messages are to go, and sends them on in their order. */
export default function ForwardMessages(props: { messages: readonly Message[]; onClose: () => void }) {
  const instance = useInstance();
  const action = createAction();
  const [query, setQuery] = createSignal('');
  const [chosen, setChosen] = createSignal('');
  // One name for each, so that trying again sends nothing twice.
  const nonces = props.messages.map(() => crypto.randomUUID());
  const places = createMemo(() =>
    Object.values(instance.stores.communities.byId).flatMap((community) =>
      textChannels(community.channels)
        .filter((channel) => may(community, 'SEND_MESSAGES', channel))
        .map(({ id, name }) => ({ id, name, within: community.name })),
    ),
  );
  const shown = () => {
    const wanted = query().trim().toLowerCase();
    return places().filter(({ name, within }) => `${name} ${within}`.toLowerCase().includes(wanted));
  };
  const target = () => shown().find(({ id }) => id === chosen());
  const forward = async () => {
    const to = target();
    if (!to) return;
    const done = await action.run(async () => {
      for (const [i, { id, channel_id }] of props.messages.entries()) {
        const input = { channel_id, message_id: id, to_channel_id: to.id, nonce: nonces[i]! };
        await instance.commands.message.forward(input);
      }
    });
    if (!done) return;
    props.onClose();
    say(`Forwarded to #${to.name}`);
  };
  return (
    <Dialog
      title={props.messages.length === 1 ? 'Forward the message' : `Forward ${props.messages.length} messages`}
      description="The text goes on, with who said it and when. Files stay where they are."
      onClose={props.onClose}
      onSubmit={() => void forward()}
      actions={
        <>
          <Button look="quiet" onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button type="submit" look="primary" busy={action.busy()} disabled={!target()}>
            Forward
          </Button>
        </>
      }
    >
      <Notice look="danger">{action.message()}</Notice>
      <TextField label="To" placeholder="Find a channel" value={query()} onChange={setQuery} autofocus />
      <fieldset class="forward-places">
        <legend class="visually-hidden">Channels</legend>
        <For each={shown()}>
          {({ id, name, within }) => (
            <label class="forward-place">
              <input type="radio" name="place" checked={chosen() === id} onChange={() => setChosen(id)} />
              <span class="truncate">#{name}</span>
              <span class="forward-within truncate">{within}</span>
            </label>
          )}
        </For>
        <Show when={shown().length === 0}>
          <p class="forward-within">No channel of this name takes messages from you.</p>
        </Show>
      </fieldset>
    </Dialog>
  );
}
