import { LIMITS } from '@cozy/protocol';
import { SendHorizontal, Smile, X } from 'lucide-solid';
import { batch, createEffect, createMemo, createSignal, on, onCleanup, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { createMedia } from '../../app/media.ts';
import { useConversation } from '../../conversation/context.ts';
import { encodeEmojis } from '../../conversation/expressions.ts';
import { mentionables } from '../../conversation/mentionables.ts';
import { encodeMentions, type Mentionable, matchPeople, openMention } from '../../conversation/mentions.ts';
import { placeName } from '../../conversation/people.ts';
import { cleanText } from '../../conversation/text.ts';
import { exactTime } from '../../conversation/times.ts';
import { THREAD } from '../../instance/drafts.ts';
import { may } from '../../instance/permissions.ts';
import { plainLine } from '../../markdown/render.ts';
import { IconButton } from '../Button/Button.tsx';
import { say } from '../Toasts/toast.tsx';
import { AttachButton } from './AttachButton.tsx';
import { createAttaching, pastedFiles } from './attaching.ts';
import { createEmojiMatches, emojiInsertion } from './emojiMatches.ts';
import { MentionList } from './MentionList.tsx';
import { PollButton } from './PollButton.tsx';
import { SendLater } from './SendLater.tsx';
import { UploadTray } from './UploadTray.tsx';
import './Composer.css';

/** Characters left at which the counter appears. */
const COUNT_FROM = 300;
/** Milliseconds between two announcements of typing; each holds for ten seconds. */
const TYPING_EVERY = 8000;
/** Milliseconds after the last letter of a name until people are asked for. */
const FIND_AFTER = 150;

/** What others use to reach the message that is being written. */
export interface ComposerHandle {
  focus: () => void;
  insert: (text: string) => void;
  attach: (files: readonly File[]) => void;
  /** Says beside the text that something cannot be attached. */
  refuse: (sentence: string) => void;
}

interface ComposerProps {
  channelId: string;
  /** The thread that is replied in. */
  threadId?: string;
  onReady: (composer: ComposerHandle) => void;
  /** Opens the emoji picker at an element. */
  onEmoji: (anchor: HTMLElement) => void;
  /** Escape had nothing of its own to close here. */
  onEscape: () => void;
  editLast: () => void;
}

/** Where a message is written. Enter sends, Shift-Enter makes a line, and what is not sent stays as a draft. */
export function Composer(props: ComposerProps) {
  const instance = useInstance();
  const conversation = useConversation();
  // Where a finger types, Enter makes a line and the button sends; and the keyboard comes only when it is asked for.
  const touch = createMedia('(pointer: coarse)');
  const { stores, drafts, outbox } = instance;
  const [text, setText] = createSignal('');
  const [cursor, setCursor] = createSignal(0);
  const [picked, setPicked] = createSignal(0);
  const [dismissed, setDismissed] = createSignal(-1);
  const listId = () => props.threadId ?? props.channelId;
  const draftId = () => (props.threadId ? THREAD + props.threadId : props.channelId);
  const attaching = createAttaching(listId);
  const label = () => (props.threadId ? 'Reply in this thread' : `Message ${place()}`);
  let area: HTMLTextAreaElement | undefined;
  let typedAt = 0;

  const place = () => placeName(conversation.community(), conversation.channel());
  const allowed = () => may(conversation.community(), 'SEND_MESSAGES', conversation.channel());
  const known = createMemo<Mentionable[]>(() => {
    const members = Object.values(stores.members.lists[conversation.community().id]?.byId ?? {});
    return mentionables(conversation.community(), conversation.channel(), members);
  });
  const encoded = () => cleanText(encodeEmojis(encodeMentions(text(), known()), conversation.emojis()));
  const isEmpty = () => encoded() === '' && attaching.uploads().length === 0;
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

  const fit = () => {
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  };
  const write = (value: string, at = value.length) => {
    setText(value);
    setCursor(at);
    if (!area) return;
    area.value = value;
    area.setSelectionRange(at, at);
    fit();
  };
  const keep = () => drafts.set(draftId(), { text: encoded(), replyTo: conversation.replyTo()?.id ?? null });

  // Every channel has its own draft, which comes back with the channel.
  createEffect(
    on(draftId, (id) => {
      const draft = drafts.get(id);
      write(conversation.textOf(draft.text));
      const answered = draft.replyTo ? stores.messages.byId[draft.replyTo] : undefined;
      conversation.setReplyTo(answered);
      if (!touch()) area?.focus();
    }),
  );
  // Another device has gone on with it.
  createEffect(
    on(
      drafts.changed,
      (channelId) => {
        if (channelId !== draftId()) return;
        const { text: kept, replyTo } = drafts.get(channelId);
        write(conversation.textOf(kept));
        conversation.setReplyTo(replyTo ? stores.messages.byId[replyTo] : undefined);
      },
      { defer: true },
    ),
  );
  createEffect(on(conversation.replyTo, (message) => message && area?.focus(), { defer: true }));
  createEffect(on([text, conversation.replyTo], keep, { defer: true }));

  const attach = (files: readonly File[]) => {
    if (files.length === 0 || props.threadId) return;
    attaching.attach(files);
    if (!touch()) area?.focus();
  };
  props.onReady({
    focus: () => area?.focus(),
    attach,
    refuse: attaching.refuse,
    insert: (inserted) => {
      const at = area?.selectionStart ?? text().length;
      write(text().slice(0, at) + inserted + text().slice(area?.selectionEnd ?? at), at + inserted.length);
      area?.focus();
    },
  });

  const send = () => {
    const content = encoded();
    if (isEmpty() || content.length > LIMITS.messageLength || !allowed() || !attaching.isReady()) return;
    const files = attaching.uploads().map(({ key }) => key);
    batch(() => {
      const { nonce } = outbox.add(props.channelId, content, conversation.replyTo()?.id ?? null, files, props.threadId);
      instance.uploads.send(files, nonce);
    });
    conversation.setReplyTo(undefined);
    write('');
    drafts.set(draftId(), { text: '', replyTo: null });
    typedAt = 0;
  };

  const putOff = async (at: Date) => {
    const content = encoded();
    const reply = conversation.replyTo();
    try {
      const input = { channel_id: props.channelId, content, send_at: at.toISOString() };
      await instance.commands.message.schedule({ ...input, ...(reply && { reply_to: reply.id }) });
    } catch (error) {
      say(`The message was not put off. ${sentence(error)}`, 'danger');
      return;
    }
    conversation.setReplyTo(undefined);
    write('');
    drafts.set(props.channelId, { text: '', replyTo: null });
    say(`It is sent at ${exactTime(at.getTime())}.`);
  };

  const complete = (person: Mentionable) => {
    const open = mention();
    if (!open) return;
    const inserted = person.kind === 'emoji' ? `${emojiInsertion(person)} ` : `${open.sign}${person.name} `;
    // A name may hold spaces, so the finished one would otherwise be offered again.
    setDismissed(open.start);
    write(text().slice(0, open.start) + inserted + text().slice(cursor()), open.start + inserted.length);
    area?.focus();
  };

  const announce = () => {
    // Typing is shown in channels only.
    if (
      props.threadId ||
      !text().trim() ||
      Date.now() - typedAt < TYPING_EVERY ||
      instance.connectionState() !== 'ready'
    )
      return;
    typedAt = Date.now();
    instance.commands.typing.start({ channel_id: props.channelId }).catch((error: unknown) => {
      console.debug('Typing was not announced.', error);
    });
  };

  const onInput = (event: InputEvent & { currentTarget: HTMLTextAreaElement }) => {
    setText(event.currentTarget.value);
    setCursor(event.currentTarget.selectionStart);
    if (event.data && '@#:'.includes(event.data)) setDismissed(-1);
    fit();
    announce();
  };

  const onMatchKey = (event: KeyboardEvent): boolean => {
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
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (onMatchKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.shiftKey && !touch()) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && text() === '' && !event.altKey) {
      event.preventDefault();
      props.editLast();
    } else if (event.key === 'Escape') {
      if (conversation.replyTo()) conversation.setReplyTo(undefined);
      else props.onEscape();
    }
  };

  const resize = new ResizeObserver(fit);
  onCleanup(() => resize.disconnect());

  const left = () => LIMITS.messageLength - encoded().length;
  return (
    <div class="composer">
      <Show when={matches().length > 0}>
        <MentionList options={matches()} picked={picked()} onPick={complete} />
      </Show>
      <div class="composer-box" data-disabled={allowed() ? undefined : ''}>
        <Show when={conversation.replyTo()}>
          {(message) => (
            <div class="composer-reply">
              <span class="truncate">
                Answering <strong>{conversation.nameOf(message().author.id)}</strong>{' '}
                <span class="composer-quote">{plainLine(message().content, conversation.nameOf)}</span>
              </span>
              <IconButton icon={X} size={16} label="Do not answer" onClick={() => conversation.setReplyTo(undefined)} />
            </div>
          )}
        </Show>
        <UploadTray attaching={attaching} onEmpty={() => area?.focus()} />
        <div class="composer-line" data-attach={attaching.allowed() && !props.threadId ? '' : undefined}>
          <Show when={attaching.allowed() && !props.threadId}>
            <AttachButton onFiles={attach} />
          </Show>
          <textarea
            ref={(element) => {
              area = element;
              resize.observe(element);
            }}
            class="composer-text"
            rows={1}
            aria-label={label()}
            placeholder={allowed() ? label() : 'You may read here, but not write.'}
            disabled={!allowed()}
            aria-controls={matches().length > 0 ? 'mention-list' : undefined}
            aria-activedescendant={matches().length > 0 ? `mention-${matches()[picked()]?.id}` : undefined}
            onInput={onInput}
            onKeyDown={onKey}
            onPaste={(event) => attach(pastedFiles(event))}
            onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
          />
          <Show when={left() <= COUNT_FROM}>
            <output class="composer-count" data-over={left() < 0 ? '' : undefined}>
              {left()}
            </output>
          </Show>
          <Show when={allowed()}>
            <PollButton channelId={props.channelId} />
            <button
              type="button"
              class="icon-button"
              aria-label="Emoji"
              title="Emoji"
              onClick={(event) => props.onEmoji(event.currentTarget)}
            >
              <Smile size={20} stroke-width={1.75} aria-hidden="true" />
            </button>
            <Show when={!props.threadId}>
              <SendLater disabled={!encoded() || left() < 0} onPick={(at) => void putOff(at)} />
            </Show>
            <button
              type="button"
              class="icon-button composer-send"
              aria-label="Send"
              title="Send"
              disabled={isEmpty() || left() < 0}
              onClick={() => {
                send();
                area?.focus();
              }}
            >
              <SendHorizontal size={20} stroke-width={1.75} aria-hidden="true" />
            </button>
          </Show>
        </div>
      </div>
    </div>
  );
}
