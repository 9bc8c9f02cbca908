import { LIMITS, type Sticker } from '@cozy/protocol';
import { Smile } from 'lucide-solid';
import { batch, createEffect, createSignal, lazy, on, onCleanup, Show, Suspense } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { createMedia } from '../../app/media.ts';
import { useConversation } from '../../conversation/context.ts';
import type { Mentionable } from '../../conversation/mentions.ts';
import { placeName } from '../../conversation/people.ts';
import { cleanText } from '../../conversation/text.ts';
import { exactTime } from '../../conversation/times.ts';
import { THREAD } from '../../instance/drafts.ts';
import { may } from '../../instance/permissions.ts';
import { say } from '../Toasts/toast.tsx';
import { AnswerLine } from './AnswerLine.tsx';
import { AttachButton } from './AttachButton.tsx';
import { createAttaching, pastedFiles } from './attaching.ts';
import { createCalling } from './calling.ts';
import { MentionList } from './MentionList.tsx';
import { createMentioning } from './mentioning.ts';
import { PollButton } from './PollButton.tsx';
import { SendButton } from './SendButton.tsx';
import { SendLater } from './SendLater.tsx';
import { TitleField } from './TitleField.tsx';
import { createTyping } from './typing.ts';
import { UploadTray } from './UploadTray.tsx';
import './Composer.css';

const SlashList = lazy(() => import('../Interactions/SlashList.tsx'));
const SlashForm = lazy(() => import('../Interactions/SlashForm.tsx'));

/** Characters left at which the counter appears. */
const COUNT_FROM = 300;

/** What others use to reach the message that is being written. */
export interface ComposerHandle {
  focus: () => void;
  /** Puts a text where the cursor is; a title only when there is none. */
  insert: (text: string, title?: string) => void;
  attach: (files: readonly File[]) => void;
  /** Sends a sticker, as an answer to what the composer answers. */
  stick: (sticker: Sticker) => void;
  /** Says beside the text that something cannot be attached. */
  refuse: (sentence: string) => void;
}

interface ComposerProps {
  channelId: string;
  /** The thread that is replied in. */
  threadId?: string;
  /** Writes a post: it may have a title, and Enter makes a line. */
  post?: boolean;
  onReady: (composer: ComposerHandle) => void;
  /** Opens the emoji picker at an element. */
  onEmoji: (anchor: HTMLElement) => void;
  /** Escape had nothing of its own to close here. */
  onEscape: () => void;
  editLast?: () => void;
  /** It was sent, or put off. */
  onSent?: () => void;
}

/** Where a message is written. Enter sends, Shift-Enter makes a line, and what is not sent stays as a draft. */
export function Composer(props: ComposerProps) {
  const instance = useInstance();
  const conversation = useConversation();
  // Where a finger types, Enter makes a line and the button sends; and the keyboard comes only when it is asked for.
  const touch = createMedia('(pointer: coarse)');
  const { stores, drafts, outbox } = instance;
  const [text, setText] = createSignal('');
  const [title, setTitle] = createSignal('');
  const [cursor, setCursor] = createSignal(0);
  const listId = () => props.threadId ?? props.channelId;
  const draftId = () => (props.threadId ? THREAD + props.threadId : props.channelId);
  const attaching = createAttaching(listId);
  const label = () => {
    if (props.post) return `Post in ${place()}`;
    if (!props.threadId) return `Message ${place()}`;
    return conversation.channel().type === 'feed' ? 'Comment on this post' : 'Reply in this thread';
  };
  let area: HTMLTextAreaElement | undefined;
  const typing = createTyping(instance);

  const place = () => placeName(conversation.community(), conversation.channel());
  const allowed = () => may(conversation.community(), 'SEND_MESSAGES', conversation.channel());
  const calling = createCalling({ text, clear: () => write(''), focus: () => area?.focus() });
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
  const mentioning = createMentioning({ text, cursor, write });
  const { encoded, matches } = mentioning;
  const isEmpty = () => encoded() === '' && attaching.uploads().length === 0;
  const keep = () =>
    drafts.set(draftId(), { text: encoded(), replyTo: conversation.replyTo()?.id ?? null, title: title() });

  // Every channel has its own draft, which comes back with the channel.
  createEffect(
    on(draftId, (id) => {
      calling.forget();
      const draft = drafts.get(id);
      write(conversation.textOf(draft.text));
      setTitle(draft.title ?? '');
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
  createEffect(on([text, title, conversation.replyTo], keep, { defer: true }));

  const attach = (files: readonly File[]) => {
    if (files.length === 0 || props.threadId) return;
    attaching.attach(files);
    if (!touch()) area?.focus();
  };
  props.onReady({
    focus: () => area?.focus(),
    attach,
    refuse: attaching.refuse,
    stick: (sticker) => {
      const replyTo = conversation.replyTo()?.id;
      outbox.add(props.channelId, '', { replyTo, threadId: props.threadId, sticker });
      conversation.setReplyTo(undefined);
      area?.focus();
    },
    insert: (inserted, post) => {
      if (post && !title()) setTitle(post);
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
      const { nonce } = outbox.add(props.channelId, content, {
        replyTo: conversation.replyTo()?.id,
        threadId: props.threadId,
        title: cleanText(title()),
        files,
      });
      instance.uploads.send(files, nonce);
    });
    clear();
  };
  const clear = () => {
    conversation.setReplyTo(undefined);
    write('');
    setTitle('');
    drafts.set(draftId(), { text: '', replyTo: null });
    typing.end();
    props.onSent?.();
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
    clear();
    say(`It is sent at ${exactTime(at.getTime())}.`);
  };

  const complete = (person: Mentionable) => {
    mentioning.complete(person);
    area?.focus();
  };

  const onInput = (event: InputEvent & { currentTarget: HTMLTextAreaElement }) => {
    setText(event.currentTarget.value);
    setCursor(event.currentTarget.selectionStart);
    if (event.data && '@#:'.includes(event.data)) mentioning.reopen();
    fit();
    // Typing is shown in channels only.
    if (!props.threadId && !props.post && text().trim()) typing.announce(props.channelId);
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (mentioning.onKey(event) || calling.onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && (props.post ? event.ctrlKey || event.metaKey : !event.shiftKey && !touch())) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && text() === '' && !event.altKey && props.editLast) {
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
    <div class="composer" data-post={props.post ? '' : undefined}>
      <Show when={matches().length > 0}>
        <MentionList options={matches()} picked={mentioning.picked()} onPick={complete} />
      </Show>
      <Show when={allowed() && calling.query() !== undefined}>
        <Suspense>
          <SlashList
            channelId={props.channelId}
            query={calling.query() ?? ''}
            onReady={calling.setKeys}
            onPick={calling.pick}
            onDismiss={calling.dismiss}
          />
        </Suspense>
      </Show>
      <div class="composer-box" data-disabled={allowed() ? undefined : ''}>
        <AnswerLine />
        <Show when={props.post}>
          <TitleField
            value={title()}
            onChange={setTitle}
            onDone={() => area?.focus()}
            onEscape={() => props.onEscape()}
          />
        </Show>
        <UploadTray attaching={attaching} onEmpty={() => area?.focus()} />
        <Show when={calling.called()} keyed>
          {(callable) => (
            <Suspense>
              <SlashForm
                channelId={props.channelId}
                threadId={props.threadId}
                callable={callable}
                onClose={calling.end}
              />
            </Suspense>
          )}
        </Show>
        <div
          class="composer-line"
          hidden={calling.called() !== undefined}
          data-attach={attaching.allowed() && !props.threadId ? '' : undefined}
        >
          <Show when={attaching.allowed() && !props.threadId}>
            <AttachButton onFiles={attach} />
          </Show>
          <textarea
            ref={(element) => {
              area = element;
              resize.observe(element);
            }}
            class="composer-text"
            rows={props.post ? 4 : 1}
            aria-label={label()}
            placeholder={allowed() ? label() : 'You may read here, but not write.'}
            disabled={!allowed()}
            aria-controls={matches().length > 0 ? 'mention-list' : calling.picked() && 'slash-list'}
            aria-activedescendant={
              matches().length > 0 ? `mention-${matches()[mentioning.picked()]?.id}` : calling.picked()
            }
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
            <Show when={!props.threadId}>
              <PollButton channelId={props.channelId} />
            </Show>
            <button
              type="button"
              class="icon-button"
              aria-label="Emoji"
              title="Emoji"
              onClick={(event) => props.onEmoji(event.currentTarget)}
            >
              <Smile size={20} stroke-width={1.75} aria-hidden="true" />
            </button>
            <Show when={!props.threadId && !props.post}>
              <SendLater disabled={!encoded() || left() < 0} onPick={(at) => void putOff(at)} />
            </Show>
            <SendButton
              post={props.post}
              disabled={isEmpty() || left() < 0}
              onClick={() => {
                send();
                area?.focus();
              }}
            />
          </Show>
        </div>
      </div>
    </div>
  );
}
