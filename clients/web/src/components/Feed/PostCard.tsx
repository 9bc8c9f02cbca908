import { isMentioned, type Message } from '@cozy/protocol';
import { MessagesSquare, Pin } from 'lucide-solid';
import { For, type JSX, lazy, Show, Suspense } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { ago, exactTime, messageTime } from '../../conversation/times.ts';
import { Attachments } from '../Attachments/Attachments.tsx';
import { StickerMark } from '../EmojiMark/StickerMark.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { AuthorAvatar, AuthorName } from '../Message/Author.tsx';
import { createChoosing } from '../Message/choosing.ts';
import { Forwarded } from '../Message/Forwarded.tsx';
import { MessageActions } from '../Message/MessageActions.tsx';
import { MessageEditor } from '../Message/MessageEditor.tsx';
import { createNearness } from '../Message/nearness.ts';
import { Reactions } from '../Message/Reactions.tsx';
import { PostText } from './PostText.tsx';
import '../Message/Message.css';
import './PostCard.css';

const Embeds = lazy(() => import('../Embeds/Embeds.tsx'));
const Poll = lazy(() => import('../Poll/Poll.tsx'));

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
  const app = useApp();
  const instance = useInstance();
  const conversation = useConversation();
  const nearness = createNearness();
  const choice = createChoosing(() => props.message);
  const editing = () => {
    const current = conversation.editing();
    return current?.id === props.message.id ? current : undefined;
  };
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
      <Show
        when={editing()}
        fallback={
          <Show when={props.message.poll} fallback={<PostText message={props.message} />}>
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
      <For each={props.message.sticker_items}>{(sticker) => <StickerMark sticker={sticker} />}</For>
      <Show when={props.message.attachments}>
        <Attachments message={props.message} />
      </Show>
      <Show when={app.preferences.linkPreviews && props.message.embeds?.length}>
        <Suspense>
          <Embeds message={props.message} embeds={props.message.embeds ?? []} />
        </Suspense>
      </Show>
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
