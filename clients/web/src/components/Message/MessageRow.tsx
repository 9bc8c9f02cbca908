import { isMentioned, type Message } from '@cozy/protocol';
import { CornerDownRight } from 'lucide-solid';
import { createSignal, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { exactTime, messageTime, timeOfDay } from '../../conversation/times.ts';
import { nameHue } from '../../instance/permissions.ts';
import { plainLine } from '../../markdown/render.ts';
import { Attachments } from '../Attachments/Attachments.tsx';
import { Avatar } from '../Avatar/Avatar.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { MessageActions } from './MessageActions.tsx';
import { MessageContent } from './MessageContent.tsx';
import { MessageEditor } from './MessageEditor.tsx';
import { Reactions } from './Reactions.tsx';
import './Message.css';

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
      onPointerEnter={(event) => event.pointerType === 'mouse' && setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocusIn={() => setInside(true)}
      onFocusOut={onFocusOut}
    >
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
        <Show
          when={editing()}
          fallback={
            <MessageContent
              content={props.message.content}
              editedAt={props.message.edited_at}
              everyone={props.message.mention_everyone}
            />
          }
        >
          {(current) => <MessageEditor message={props.message} editing={current()} />}
        </Show>
        <Show when={props.message.attachments}>
          <Attachments message={props.message} />
        </Show>
        <Reactions message={props.message} />
      </div>
      <Show when={(near() || inside() || held()) && !editing()}>
        <MessageActions message={props.message} onMenu={setHeld} />
      </Show>
    </article>
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
