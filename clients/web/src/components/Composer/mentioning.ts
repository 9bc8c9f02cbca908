import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { encodeEmojis } from '../../conversation/expressions.ts';
import { mentionables } from '../../conversation/mentionables.ts';
import { encodeMentions, type Mentionable, matchPeople, openMention } from '../../conversation/mentions.ts';
import { cleanText } from '../../conversation/text.ts';
import { createEmojiMatches, emojiInsertion } from './emojiMatches.ts';

/** Milliseconds after the last letter of a name until people are asked for. */
const FIND_AFTER = 150;

interface MentioningOptions {
  text: Accessor<string>;
  /** Where the next letter goes. */
  cursor: Accessor<number>;
  /** Replaces the whole text, and puts the cursor somewhere. */
  write: (text: string, at?: number) => void;
}

/** Offers whom and what a text may name while it is written, and knows how it is sent. */
export function createMentioning({ text, cursor, write }: MentioningOptions) {
  const instance = useInstance();
  const conversation = useConversation();
  const [picked, setPicked] = createSignal(0);
  const [dismissed, setDismissed] = createSignal(-1);
  const known = createMemo<Mentionable[]>(() => {
    const members = Object.values(instance.stores.members.lists[conversation.community().id]?.byId ?? {});
    return mentionables(conversation.community(), conversation.channel(), members);
  });
  const mention = createMemo(() => openMention(text(), cursor()));
  const emojiMatches = createEmojiMatches(
    () => (mention()?.sign === ':' ? mention()?.query : undefined),
    conversation.emojis,
  );
  const matches = createMemo(() => {
    const open = mention();
    if (!open || open.start === dismissed()) return [];
    if (open.sign === ':') return emojiMatches();
    const ofSign = known().filter(({ kind }) => (kind === 'channel') === (open.sign === '#'));
    return matchPeople(ofSign, open.query);
  });
  createEffect(on(matches, () => setPicked(0)));

  // Most members of a large community are known only once somebody asks for them.
  createEffect(
    on(
      () => (mention()?.sign === '@' ? mention()?.query : undefined),
      (query) => {
        if (query === undefined) return;
        const timer = setTimeout(() => instance.lookup.find(conversation.community().id, query.trim()), FIND_AFTER);
        onCleanup(() => clearTimeout(timer));
      },
    ),
  );
  // So are those whom a draft names.
  createEffect(() => {
    instance.readyCount();
    const unnamed = [...text().matchAll(/<@(\d{17,20})>/g)].flatMap(([, id]) => id ?? []);
    if (unnamed.length === 0) return;
    instance.lookup.want(conversation.community().id, unnamed);
    const named = conversation.textOf(text());
    if (named !== text()) write(named);
  });

  const complete = (person: Mentionable) => {
    const open = mention();
    if (!open) return;
    const inserted = person.kind === 'emoji' ? `${emojiInsertion(person)} ` : `${open.sign}${person.name} `;
    // A name may hold spaces, so the finished one would otherwise be offered again.
    setDismissed(open.start);
    write(text().slice(0, open.start) + inserted + text().slice(cursor()), open.start + inserted.length);
  };

  return {
    /** The text as it is sent, with ids for names. */
    encoded: () => cleanText(encodeEmojis(encodeMentions(text(), known()), conversation.emojis())),
    matches,
    picked,
    complete,
    /** To be called when a sign is typed that begins a name: what was put away before is offered again. */
    reopen: () => setDismissed(-1),
    /** Takes a key while something is offered. @returns whether it did. */
    onKey: (event: KeyboardEvent): boolean => {
      const count = matches().length;
      if (count === 0) return false;
      if (event.key === 'ArrowDown') setPicked((index) => (index + 1) % count);
      else if (event.key === 'ArrowUp') setPicked((index) => (index + count - 1) % count);
      else if (event.key === 'Escape') setDismissed(mention()?.start ?? -1);
      else if (event.key === 'Enter' || event.key === 'Tab') {
        const person = matches()[picked()];
        if (person) complete(person);
      } else return false;
      return true;
    },
  };
}
