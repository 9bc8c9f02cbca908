import { isMentioned, type Message } from '@cozy/protocol';
import { MessagesSquare, Pin } from 'lucide-solid';
import { type JSX, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { ago, exactTime, messageTime } from '../../conversation/times.ts';
import { Icon } from '../Icon/Icon.tsx';
import { AuthorAvatar, AuthorName } from '../Message/Author.tsx';
import { createChoosing } from '../Message/choosing.ts';
import { MessageActions } from '../Message/MessageActions.tsx';
import { MessageBody } from '../Message/MessageBody.tsx';
import { createNearness } from '../Message/nearness.ts';
import { Reactions } from '../Message/Reactions.tsx';
import { PostText } from './PostText.tsx';
import '../Message/Message.css';
import './PostCard.css';

interface PostCardProps {
  message: Message;
  /** It has come since the reader was here last. */
  isNew: boolean;
  /** Its place in the feed, from 1. */
  place: number;
  /** The one post that Tab reaches; arrows lead to the others. */
  tabbable: boolean;
  /** Where it was posted, where that does not go without saying. */
  origin?: JSX.Element;
}

/** A post in a feed: who, when and what, its reactions and how much was said to it. */
export function PostCard(props: PostCardProps) {
  const instance = useInstance();
  const conversation = useConversation();
  const nearness = createNearness();
  const choice = createChoosing(() => props.message);
  const editing = () => conversation.editing()?.id === props.message.id;
  const mentionsMe = () => isMentioned(props.message, instance.stores.self.id, conversation.community().member.roles);
  const open = () => conversation.openThread?.(props.message.id);
  const onKey = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    choice.onKey(event);
    if (event.key === 'Enter' && event.target === event.currentTarget) open();
  };
  const count = () => props.message.thread?.count ?? 0;
  const comments = () => (count() === 0 ? 'Comment' : count() === 1 ? '1 comment' : `${count()} comments`);
  return (
    <article
      class="post"
      data-message={props.message.id}
      data-mention={mentionsMe() ? '' : undefined}
      data-selected={choice.selected() ? '' : undefined}
      tabindex={props.tabbable ? 0 : -1}
      aria-posinset={props.place}
      aria-setsize={-1}
      aria-label={[
        props.message.title,
        conversation.nameOf(props.message.author.id),
        exactTime(props.message.created_at),
        comments(),
      ]
        .filter(Boolean)
        .join(', ')}
      onKeyDown={onKey}
      onClick={choice.onClick}
      {...nearness.listeners}
    >
      <header class="post-head">
        <Show when={choice.choosing()}>
          <input
            type="checkbox"
            class="post-choice"
            tabindex={-1}
            aria-label="Chosen"
            checked={choice.selected()}
            onChange={() => conversation.select(props.message.id)}
          />
        </Show>
        <button
          type="button"
          class="post-avatar"
          tabindex={-1}
          aria-label={`Profile of ${conversation.nameOf(props.message.author.id)}`}
          onClick={(event) => conversation.showProfile(props.message.author.id, event.currentTarget)}
        >
          <AuthorAvatar message={props.message} />
        </button>
        <span class="post-who">
          <span class="post-name">
            <AuthorName message={props.message} />
            <Show when={props.message.author.bot}>
              <span class="bot-tag">Bot</span>
            </Show>
            <Show when={props.isNew}>
              <span class="post-new">New</span>
            </Show>
          </span>
          <span class="post-when">
            <time datetime={props.message.created_at} title={exactTime(props.message.created_at)}>
              {messageTime(props.message.created_at)}
            </time>
            {props.origin}
            <Show when={props.message.pinned_at}>
              <span class="post-pinned">
                <Icon of={Pin} /> Pinned
              </span>
            </Show>
          </span>
        </span>
      </header>
      <Show when={props.message.title}>
        {(title) => (
          <h3 class="post-title">
            <button type="button" onClick={open}>
              {title()}
            </button>
          </h3>
        )}
      </Show>
      <MessageBody message={props.message}>
        <PostText message={props.message} />
      </MessageBody>
      <footer class="post-foot">
        <Reactions message={props.message} always />
        <button type="button" class="post-comments" onClick={open}>
          <Icon of={MessagesSquare} />
          <span class="post-count">{comments()}</span>
          <Show when={count() > 0 && props.message.thread?.last_reply_at}>
            {(at) => <span class="post-last truncate">Last one {ago(at())}</span>}
          </Show>
        </button>
      </footer>
      <Show when={nearness.isNear() && !editing() && !choice.choosing()}>
        <MessageActions message={props.message} onMenu={nearness.hold} />
      </Show>
    </article>
  );
}
