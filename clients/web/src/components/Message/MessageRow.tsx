import { isMentioned, type Message } from '@cozy/protocol';
import { CornerDownRight, Pin } from 'lucide-solid';
import { createSignal, lazy, Show, Suspense } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { exactTime, messageTime, timeOfDay } from '../../conversation/times.ts';
import { nameHue } from '../../instance/permissions.ts';
import { plainLine } from '../../markdown/render.ts';
import { Attachments } from '../Attachments/Attachments.tsx';
import { Avatar } from '../Avatar/Avatar.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { Forwarded } from './Forwarded.tsx';
import { MessageActions } from './MessageActions.tsx';
import { MessageContent } from './MessageContent.tsx';
import { MessageEditor } from './MessageEditor.tsx';
import { Reactions } from './Reactions.tsx';
import { ThreadLine } from './ThreadLine.tsx';
import './Message.css';

const Embeds = lazy(() => import('../Embeds/Embeds.tsx'));
const Poll = lazy(() => import('../Poll/Poll.tsx'));

interface MessageRowProps {
  message: Message;
  grouped: boolean;
  /** Just jumped to. */
  marked: boolean;
  /** The one row that Tab reaches; arrows lead to the others. */
  tabbable: boolean;
}

/** One message: who, when and what, its reactions, and what can be done with it while it is pointed at or focused. */
export function MessageRow(props: MessageRowProps) {
  const app = useApp();
  const instance = useInstance();
  const conversation = useConversation();
  const [near, setNear] = createSignal(false);
  const [inside, setInside] = createSignal(false);
  const [held, setHeld] = createSignal(false);
  const editing = () => {
    const current = conversation.editing();
    return current?.id === props.message.id ? current : undefined;
  };
  const mentionsMe = () => isMentioned(props.message, instance.stores.self.id, conversation.community().member.roles);
  const selected = () => conversation.selected()?.has(props.message.id) ?? false;
  const choosing = () => conversation.selected() !== undefined;
  // X begins to choose, and chooses, the message that has the focus.
  const onKey = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'x' || (choosing() && event.key === ' ')) {
      event.preventDefault();
      conversation.select(props.message.id);
    }
  };
  const onClick = (event: MouseEvent) => {
    if (choosing() && !(event.target as Element).closest('a, button, input, textarea')) {
      conversation.select(props.message.id);
    }
  };
  const onFocusOut = (event: FocusEvent & { currentTarget: HTMLElement }) =>
    setInside(event.currentTarget.contains(event.relatedTarget as Node | null));
  return (
    <article
      class="message"
      data-grouped={props.grouped ? '' : undefined}
      data-mention={mentionsMe() ? '' : undefined}
      data-marked={props.marked ? '' : undefined}
      data-message={props.message.id}
      tabindex={props.tabbable ? 0 : -1}
      aria-label={`${conversation.nameOf(props.message.author.id)}, ${exactTime(props.message.created_at)}`}
      data-selected={selected() ? '' : undefined}
      onKeyDown={onKey}
      onClick={onClick}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocusIn={() => setInside(true)}
      onFocusOut={onFocusOut}
    >
      <Show when={choosing()}>
        <input
          type="checkbox"
          class="message-choice"
          tabindex={-1}
          aria-label="Chosen"
          checked={selected()}
          onChange={() => conversation.select(props.message.id)}
        />
      </Show>
      <Show when={props.message.pinned_at}>
        <p class="message-pinned">
          <Icon of={Pin} /> Pinned
        </p>
      </Show>
      <Show when={props.message.reply_to}>{(reference) => <ReplyLine reference={reference()} />}</Show>
      <Show
        when={!props.grouped}
        fallback={
          <time class="message-gutter" datetime={props.message.created_at}>
            {timeOfDay(props.message.created_at)}
          </time>
        }
      >
        <button
          type="button"
          class="message-avatar"
          tabindex={-1}
          aria-label={`Profile of ${conversation.nameOf(props.message.author.id)}`}
          onClick={(event) => conversation.showProfile(props.message.author.id, event.currentTarget)}
        >
          <AuthorAvatar message={props.message} />
        </button>
      </Show>
      <div class="message-main">
        <Show when={!props.grouped}>
          <header class="message-head">
            <AuthorName message={props.message} />
            <Show when={props.message.author.bot}>
              <span class="bot-tag">Bot</span>
            </Show>
            <time class="message-time" datetime={props.message.created_at} title={exactTime(props.message.created_at)}>
              {messageTime(props.message.created_at)}
            </time>
          </header>
        </Show>
        <Show when={props.message.title}>
          <h3 class="message-title">{props.message.title}</h3>
        </Show>
        <Show
          when={editing()}
          fallback={
            <Show when={props.message.poll} fallback={<Text message={props.message} />}>
              {(poll) => (
                <Suspense>
                  <Poll message={props.message} poll={poll()} />
                </Suspense>
              )}
            </Show>
          }
        >
          {(current) => <MessageEditor message={props.message} editing={current()} />}
        </Show>
        <Show when={props.message.forwarded}>{(forwarded) => <Forwarded original={forwarded()} />}</Show>
        <Show when={props.message.attachments}>
          <Attachments message={props.message} />
        </Show>
        <Show when={app.preferences.linkPreviews && props.message.embeds?.length}>
          <Suspense>
            <Embeds message={props.message} embeds={props.message.embeds ?? []} />
          </Suspense>
        </Show>
        <Reactions message={props.message} />
        <ThreadLine message={props.message} />
      </div>
      <Show when={(near() || inside() || held()) && !editing() && !choosing()}>
        <MessageActions message={props.message} onMenu={setHeld} />
      </Show>
    </article>
  );
}

function Text(props: { message: Message }) {
  const conversation = useConversation();
  return (
    <MessageContent
      content={props.message.content}
      editedAt={props.message.edited_at}
      everyone={props.message.mention_everyone}
      onEdits={(anchor) => conversation.showEdits(props.message, anchor)}
    />
  );
}

function AuthorAvatar(props: { message: Message }) {
  const conversation = useConversation();
  const { members } = useInstance().stores;
  const author = () => members.users[props.message.author.id] ?? props.message.author;
  return <Avatar name={conversation.nameOf(props.message.author.id)} hue={author().hue} size={38} bot={author().bot} />;
}

function AuthorName(props: { message: Message }) {
  const conversation = useConversation();
  const { members } = useInstance().stores;
  const hue = () =>
    nameHue(conversation.community(), members.get(conversation.community().id, props.message.author.id));
  return (
    <button
      type="button"
      class="message-author truncate"
      tabindex={-1}
      data-hue={hue() === null ? undefined : ''}
      style={{ '--hue': hue() ?? undefined }}
      onClick={(event) => conversation.showProfile(props.message.author.id, event.currentTarget)}
    >
      {conversation.nameOf(props.message.author.id)}
    </button>
  );
}

function ReplyLine(props: { reference: NonNullable<Message['reply_to']> }) {
  const conversation = useConversation();
  return (
    <button type="button" class="reply" onClick={() => conversation.jump(props.reference.id)}>
      <Icon of={CornerDownRight} />
      <Avatar
        name={conversation.nameOf(props.reference.author.id)}
        hue={props.reference.author.hue}
        size={18}
        bot={props.reference.author.bot}
      />
      <span class="visually-hidden">Answers</span>
      <span class="reply-author">{conversation.nameOf(props.reference.author.id)}</span>
      <span class="truncate">{plainLine(props.reference.content, conversation.nameOf) || 'A file'}</span>
    </button>
  );
}
