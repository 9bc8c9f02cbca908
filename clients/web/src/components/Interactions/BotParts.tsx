import { LIMITS, MESSAGE_FLAGS, type Message } from '@cozy/protocol';
import { Eye } from 'lucide-solid';
import { createSignal, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { createInteractions } from '../../conversation/interactions.ts';
import { Icon } from '../Icon/Icon.tsx';
import { ComponentPart } from './ComponentPart.tsx';
import './BotParts.css';

/** What a message of a bot has besides its text: that it is still to come, buttons and selects, who sees it. */
export default function BotParts(props: { message: Message }) {
  const instance = useInstance();
  const call = createInteractions(instance);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const rows = () => props.message.components ?? [];
  const promised = () => props.message.content === '' && rows().length === 0;
  const late = () => Date.now() - Date.parse(props.message.created_at) > LIMITS.interactionLife;
  const use = async (custom_id: string, values?: string[]) => {
    const { channel_id, id: message_id } = props.message;
    setBusy(true);
    setFailure(undefined);
    try {
      await call({ channel_id, type: 3, message_id, custom_id, ...(values && { values }) });
      return true;
    } catch (error) {
      setFailure(sentence(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Show when={promised()}>
        <p class="bot-promise" data-late={late() ? '' : undefined} role="status">
          {late() ? 'No answer came.' : `${props.message.author.display_name} is thinking…`}
        </p>
      </Show>
      <Show when={rows().length > 0}>
        <div class="bot-rows">
          <For each={rows()}>
            {(row) => (
              <div class="bot-row">
                <For each={row.components}>
                  {(component) => <ComponentPart component={component} busy={busy()} onUse={use} />}
                </For>
              </div>
            )}
          </For>
        </div>
      </Show>
      <Show when={failure()}>
        <p class="bot-failed" role="alert">
          {failure()}
        </p>
      </Show>
      <Show when={(props.message.flags ?? 0) & MESSAGE_FLAGS.EPHEMERAL}>
        <p class="bot-alone">
          <Icon of={Eye} />
          <span>Only you can see this</span>
          <span aria-hidden="true">·</span>
          <button type="button" onClick={() => instance.stores.ephemerals.remove(props.message.id)}>
            Dismiss
          </button>
        </p>
      </Show>
    </>
  );
}
