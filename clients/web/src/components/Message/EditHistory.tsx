import type { Message } from '@cozy/protocol';
import { createResource, For, Match, Switch } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { useConversation } from '../../conversation/context.ts';
import { exactTime, messageTime } from '../../conversation/times.ts';
import '../Pins/Notes.css';

/** What an edited message said before, the newest version first. */
export default function EditHistory(props: { message: Message }) {
  const instance = useInstance();
  const conversation = useConversation();
  const [versions] = createResource(async () => {
    const { channel_id, id: message_id } = props.message;
    const at = instance.connection.cursors;
    return (await instance.commands.message.edits({ channel_id, message_id, at })).versions.reverse();
  });
  return (
    <section class="notes" aria-busy={versions.loading}>
      <h2 class="notes-title">Earlier versions</h2>
      <Switch>
        <Match when={versions.error}>
          <p class="notes-empty" role="alert">
            They could not be loaded. {sentence(versions.error)}
          </p>
        </Match>
        <Match when={versions.loading}>
          <p class="notes-empty">Loading…</p>
        </Match>
        <Match when={versions()?.length === 0}>
          <p class="notes-empty">This message was edited before versions were kept.</p>
        </Match>
        <Match when={versions()}>
          {(all) => (
            <ol class="notes-list">
              <For each={all()}>
                {({ content, at }) => (
                  <li class="note">
                    <span class="note-open">
                      <span class="note-head">
                        <time datetime={at} title={exactTime(at)}>
                          {messageTime(at)}
                        </time>
                      </span>
                      <span class="note-text" data-whole>
                        {conversation.textOf(content)}
                      </span>
                    </span>
                  </li>
                )}
              </For>
            </ol>
          )}
        </Match>
      </Switch>
    </section>
  );
}
