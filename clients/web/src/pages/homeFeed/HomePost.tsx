import type { Channel, CommunitySnapshot, Message } from '@cozy/protocol';
import { A, useNavigate } from '@solidjs/router';
import { createMemo, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { channelPath, threadPath } from '../../app/paths.ts';
import { PostCard } from '../../components/Feed/PostCard.tsx';
import { type Conversation, ConversationContext } from '../../conversation/context.ts';
import { decodeEmojis, emojiOrder, writtenEmojis } from '../../conversation/expressions.ts';
import { decodeMentions } from '../../conversation/mentions.ts';
import { createMessageActs } from '../../conversation/messageActs.ts';
import { createNaming } from '../../conversation/naming.ts';

interface HomePostProps {
  message: Message;
  community: CommunitySnapshot;
  channel: Channel;
  place: number;
  tabbable: boolean;
  onProfile: (community: CommunitySnapshot, userId: string, anchor: HTMLElement) => void;
  /** Lets an emoji be picked. */
  onEmoji: (anchor: HTMLElement, pick: (emoji: string) => void) => void;
  onEdits: (conversation: Conversation, message: Message, anchor: HTMLElement) => void;
}

/** A post of the home feed, in a conversation of its own: it can do what it could do in its channel. */
export function HomePost(props: HomePostProps) {
  const instance = useInstance();
  const navigate = useNavigate();
  const { nameOf, knownName, findChannel } = createNaming(instance.stores, () => props.community);
  const emojis = createMemo(() =>
    writtenEmojis(instance.stores.expressions, emojiOrder(props.community, instance.stores.communities.list())),
  );
  const acts = createMessageActs(
    instance,
    () => props.community,
    () => props.channel,
    emojis,
  );
  const open = (id: string) => navigate(threadPath(props.community.id, props.channel.id, id));
  const nothing = () => undefined;
  const shared: Conversation = {
    community: () => props.community,
    channel: () => props.channel,
    nameOf,
    findChannel,
    textOf: (content) => decodeEmojis(decodeMentions(content, knownName), emojis()),
    emojis,
    replyTo: nothing,
    setReplyTo: nothing,
    ...acts,
    // Several posts are chosen in their channel.
    select: open,
    remove: (message) => acts.removeMany([message]),
    showEdits: (message, anchor) => props.onEdits(shared, message, anchor),
    jump: open,
    showProfile: (userId, anchor) => props.onProfile(props.community, userId, anchor),
    pickReaction: (message, anchor) => props.onEmoji(anchor, (emoji) => acts.react(message, emoji)),
    openThread: open,
    focusComposer: nothing,
    restoreText: nothing,
  };
  return (
    <ConversationContext.Provider value={shared}>
      <Show when={!acts.isHidden(props.message.id)}>
        <PostCard
          message={props.message}
          isNew={false}
          place={props.place}
          tabbable={props.tabbable}
          origin={
            <A class="post-origin truncate" href={channelPath(props.community.id, props.channel.id)}>
              #{props.channel.name} · {props.community.name}
            </A>
          }
        />
      </Show>
    </ConversationContext.Provider>
  );
}
