import { isMentioned, MESSAGE_FLAGS, type Message } from '@cozy/protocol';
import { CornerDownRight, Pin } from 'lucide-solid';
import { lazy, Show, Suspense } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { exactTime, messageTime, timeOfDay } from '../../conversation/times.ts';
import { plainLine } from '../../markdown/render.ts';
import { Avatar } from '../Avatar/Avatar.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { AuthorAvatar, AuthorName } from './Author.tsx';
import { createChoosing } from './choosing.ts';
import { MessageActions } from './MessageActions.tsx';
import { MessageBody } from './MessageBody.tsx';
import { MessageContent } from './MessageContent.tsx';
import { createNearness } from './nearness.ts';
import { Reactions } from './Reactions.tsx';
import { ThreadLine } from './ThreadLine.tsx';
import './Message.css';

const BotParts = lazy(() => import('../Interactions/BotParts.tsx'));

/** Names of commands that are typed; those of menus are written as people like. */
const TYPED = /^[^\p{Lu}\s]+$/u;

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
  const nearness = createNearness();
  const choice = createChoosing(() => props.message);
  const isAlone = () => ((props.message.flags ?? 0) & MESSAGE_FLAGS.EPHEMERAL) !== 0;
  const editing = () => conversation.editing()?.id === props.message.id;
  const mentionsMe = () => isMentioned(props.message, instance.stores.self.id, conversation.community().member.roles);
  const { choosing, selected } = choice;
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
      data-alone={isAlone() ? '' : undefined}
      onKeyDown={choice.onKey}
      onClick={choice.onClick}
      {...nearness.listeners}
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
      <Show when={props.message.interaction?.name ? props.message.interaction : undefined}>
        {(call) => <CallLine call={call()} />}
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
        <MessageBody message={props.message}>
          <Text message={props.message} />
        </MessageBody>
        <Show when={props.message.components ?? props.message.interaction}>
          <Suspense>
            <BotParts message={props.message} />
          </Suspense>
        </Show>
        <Reactions message={props.message} />
        <ThreadLine message={props.message} />
      </div>
      <Show when={nearness.isNear() && !editing() && !choosing() && !isAlone()}>
        <MessageActions message={props.message} onMenu={nearness.hold} />
      </Show>
    </article>
  );
}

function Text(props: { message: Message }) {
  const conversation = useConversation();
  return (
    <MessageContent
      content={props.message.content}
      // What a bot answers is filled and changed by design.
      editedAt={props.message.interaction ? null : props.message.edited_at}
      everyone={props.message.mention_everyone}
      onEdits={(anchor) => conversation.showEdits(props.message, anchor)}
    />
  );
}

/** Who has called the command that a message answers. */
function CallLine(props: { call: NonNullable<Message['interaction']> }) {
  const conversation = useConversation();
  return (
    <p class="reply">
      <Icon of={CornerDownRight} />
      <span class="reply-author">{conversation.nameOf(props.call.user_id)}</span>
      <span class="truncate">
        used {TYPED.test(props.call.name) ? '/' : ''}
        {props.call.name}
      </span>
    </p>
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
