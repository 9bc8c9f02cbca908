import { MESSAGE_FLAGS, type Message } from '@cozy/protocol';
import { createSignal } from 'solid-js';
import { sentence } from '../app/errors.ts';
import { say, sayWithUndo } from '../components/Toasts/toast.tsx';
import type { Instance } from '../instance/instance.ts';
import { listOf } from '../instance/messages.ts';

const place = (message: Message) => ({ channel_id: message.channel_id, message_id: message.id });

/**
 * What can be done with messages that are there: delete them, so that it can be undone for a moment; pin them; choose
 * several.
 */
export function createMessageActs({ commands, stores: { messages } }: Instance) {
  const [hidden, setHidden] = createSignal<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = createSignal<ReadonlySet<string>>();

  const hide = (ids: readonly string[], isHidden: boolean) =>
    setHidden((all) => {
      const next = new Set(all);
      for (const id of ids) {
        if (isHidden) next.add(id);
        else next.delete(id);
      }
      return next;
    });

  const removeMany = (removed: readonly Message[]) => {
    const [first] = removed;
    if (!first) return;
    const ids = removed.map(({ id }) => id);
    hide(ids, true);
    const finish = async () => {
      try {
        if (removed.length === 1) await commands.message.delete(place(first));
        else await commands.message['delete-bulk']({ channel_id: first.channel_id, message_ids: ids });
        for (const message of removed) messages.delete(listOf(message), message.id);
      } catch (error) {
        hide(ids, false);
        say(`${ids.length === 1 ? 'The message was' : 'The messages were'} not deleted. ${sentence(error)}`, 'danger');
      }
    };
    sayWithUndo(
      ids.length === 1 ? 'Message deleted' : `${ids.length} messages deleted`,
      () => void finish(),
      () => hide(ids, false),
    );
  };

  const pin = async (message: Message) => {
    const { pinned_at } = message;
    messages.setPinned(message.id, pinned_at ? null : new Date().toISOString());
    try {
      await (pinned_at ? commands.message.unpin : commands.message.pin)(place(message));
      say(pinned_at ? 'Message unpinned' : 'Message pinned');
    } catch (error) {
      messages.setPinned(message.id, pinned_at ?? null);
      say(`${pinned_at ? 'Not unpinned' : 'Not pinned'}. ${sentence(error)}`, 'danger');
    }
  };

  const hideEmbeds = async (message: Message, suppress: boolean) => {
    const before = { embeds: message.embeds, flags: message.flags };
    messages.putEmbeds(message.id, suppress ? { flags: MESSAGE_FLAGS.SUPPRESS_EMBEDS } : {});
    try {
      await commands.message['suppress-embeds']({ ...place(message), suppress });
    } catch (error) {
      messages.putEmbeds(message.id, before);
      say(`The preview was not ${suppress ? 'hidden' : 'shown'}. ${sentence(error)}`, 'danger');
    }
  };

  const select = (id: string) =>
    setSelected((all = new Set()) => {
      const next = new Set(all);
      if (!next.delete(id)) next.add(id);
      return next;
    });

  return {
    isHidden: (id: string) => hidden().has(id),
    removeMany,
    pin: (message: Message) => void pin(message),
    hideEmbeds: (message: Message, suppress: boolean) => void hideEmbeds(message, suppress),
    selected,
    select,
    endSelection: () => setSelected(undefined),
  };
}
