import { type Channel, type CommunitySnapshot, type CustomEmoji, MESSAGE_FLAGS, type Message } from '@cozy/protocol';
import { type Accessor, createSignal } from 'solid-js';
import { sentence } from '../app/errors.ts';
import { say, sayWithUndo } from '../components/Toasts/toast.tsx';
import type { Instance } from '../instance/instance.ts';
import { listOf } from '../instance/messages.ts';
import type { Editing } from './context.ts';
import { encodeEmojis } from './expressions.ts';
import { mentionables } from './mentionables.ts';
import { encodeMentions } from './mentions.ts';
import { cleanText } from './text.ts';

const place = (message: Message) => ({ channel_id: message.channel_id, message_id: message.id });

/**
 * What can be done with messages that are there: delete them, so that it can be undone for a moment; edit them, react to
 * them, pin them; choose several.
 *
 * @param emojis those that can be written by their names.
 */
export function createMessageActs(
  instance: Instance,
  community: Accessor<CommunitySnapshot>,
  channel: Accessor<Channel>,
  emojis: Accessor<readonly CustomEmoji[]>,
) {
  const { messages, members } = instance.stores;
  const [editing, setEditing] = createSignal<Editing>();
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
        const { commands } = instance;
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
      const { commands } = instance;
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
      await instance.commands.message['suppress-embeds']({ ...place(message), suppress });
    } catch (error) {
      messages.putEmbeds(message.id, before);
      say(`The preview was not ${suppress ? 'hidden' : 'shown'}. ${sentence(error)}`, 'danger');
    }
  };

  const saveEdit = async (message: Message, text: string) => {
    const known = Object.values(members.lists[community().id]?.byId ?? {});
    const named = encodeMentions(text, mentionables(community(), channel(), known));
    const content = cleanText(encodeEmojis(named, emojis()));
    const { content: before } = message;
    setEditing(undefined);
    if (content === before) return;
    messages.setContent(message.id, content);
    try {
      await instance.commands.message.edit({ ...place(message), content });
    } catch (error) {
      messages.setContent(message.id, before);
      setEditing({ id: message.id, text, error: `Not saved. ${sentence(error)}` });
    }
  };

  const react = async (message: Message, emoji: string) => {
    const reaction = { message_id: message.id, user_id: instance.stores.self.id, emoji };
    const had = messages.byId[message.id]?.reactions.some((one) => one.emoji === emoji && one.me) ?? false;
    const put = (on: boolean) => (on ? messages.react(reaction, true) : messages.unreact(reaction, true));
    put(!had);
    try {
      const { commands } = instance;
      await (had ? commands.reaction.remove : commands.reaction.add)({ ...place(message), emoji });
    } catch (error) {
      put(had);
      say(`Your reaction was not saved. ${sentence(error)}`, 'danger');
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
    editing,
    setEditing,
    saveEdit: (message: Message, text: string) => void saveEdit(message, text),
    react: (message: Message, emoji: string) => void react(message, emoji),
    pin: (message: Message) => void pin(message),
    hideEmbeds: (message: Message, suppress: boolean) => void hideEmbeds(message, suppress),
    selected,
    select,
    endSelection: () => setSelected(undefined),
  };
}
