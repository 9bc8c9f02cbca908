import { type Channel, type CommunitySnapshot, type Message, SLOWMODE_EXEMPT, type Sticker } from '@cozy/protocol';
import { useNavigate, useSearchParams } from '@solidjs/router';
import { createEffect, createMemo, createSignal, lazy, Match, on, Show, Suspense, Switch } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { channelPath, threadPath } from '../../app/paths.ts';
import { ConversationContext, type Conversation as Shared } from '../../conversation/context.ts';
import { inWords } from '../../conversation/durations.ts';
import {
  decodeEmojis,
  emojiGroups,
  emojiOrder,
  emojiText,
  wantExpressions,
  writtenEmojis,
} from '../../conversation/expressions.ts';
import { decodeMentions } from '../../conversation/mentions.ts';
import { createMessageActs } from '../../conversation/messageActs.ts';
import { createNaming } from '../../conversation/naming.ts';
import { partnerOf, placeName } from '../../conversation/people.ts';
import { createTimedOut } from '../../conversation/timeout.ts';
import { awaitsRules, may } from '../../instance/permissions.ts';
import { Anchored } from '../Anchored/Anchored.tsx';
import { Composer, type ComposerHandle } from '../Composer/Composer.tsx';
import { PostSkeletons } from '../Feed/PostSkeletons.tsx';
import { MessageList } from '../MessageList/MessageList.tsx';
import { RequestBar } from '../RequestBar/RequestBar.tsx';
import { RulesBar } from '../RulesBar/RulesBar.tsx';
import { SelectionBar } from '../Selection/SelectionBar.tsx';
import { TimeoutBar } from '../TimeoutBar/TimeoutBar.tsx';
import { ConversationHead } from './ConversationHead.tsx';
import { DropZone } from './DropZone.tsx';
import { TypingLine } from './TypingLine.tsx';
import './Conversation.css';

const EditHistory = lazy(() => import('../Message/EditHistory.tsx'));
const Feed = lazy(() => import('../Feed/Feed.tsx'));
const ChannelThreads = lazy(() => import('../Threads/ChannelThreads.tsx'));
const Pins = lazy(() => import('../Pins/Pins.tsx'));
const ThreadPane = lazy(() => import('../ThreadPane/ThreadPane.tsx'));
const EmojiPicker = lazy(() => import('../EmojiPicker/EmojiPicker.tsx'));

interface ConversationProps {
  community: CommunitySnapshot;
  channel: Channel;
  /** A message that an address leads to. */
  messageId?: string | undefined;
  showsMembers: boolean;
  onToggleMembers: () => void;
  showsSearch: boolean;
  onToggleSearch: () => void;
  onProfile: (userId: string, anchor: HTMLElement) => void;
}

/** One open channel: its head, its messages, who is typing, and the composer; or its posts. */
export function Conversation(props: ConversationProps) {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const [replyTo, setReplyTo] = createSignal<Message>();
  const [showing, setShowing] = createSignal<{ anchor: HTMLElement; what: 'pins' | 'threads' | Message }>();
  const [picking, setPicking] = createSignal<{
    anchor: HTMLElement;
    message?: Message;
    /** Another one than the channel's. */
    composer?: ComposerHandle;
  }>();
  const [search, setSearch] = useSearchParams<{ thread?: string }>();
  let jump: (messageId: string) => void = () => undefined;
  let composer: ComposerHandle | undefined;
  const { messages, live } = instance.stores;
  const isFeed = () => props.channel.type === 'feed';

  // Who is named here may be a member whom nothing has told of yet, or whose changes were missed.
  createEffect(() => {
    instance.readyCount();
    live.has(props.community.id);
    const ids = messages.windows[props.channel.id]?.ids ?? [];
    const people = ids.flatMap((id) => {
      const message = messages.byId[id];
      return message ? [message.author.id, ...message.mentions] : [];
    });
    instance.lookup.want(props.community.id, people);
  });

  const { nameOf, knownName, findChannel } = createNaming(instance.stores, () => props.community);
  wantExpressions(instance);
  const order = () => emojiOrder(props.community, instance.stores.communities.list());
  const emojis = createMemo(() => writtenEmojis(instance.stores.expressions, order()));
  const textOf = (content: string) => decodeEmojis(decodeMentions(content, knownName), emojis());
  const stickers = () => instance.stores.expressions.byCommunity[props.community.id]?.stickers ?? [];
  // A reaction is of the community that it is in; what is written may have those of all.
  const ownEmojis = (isReaction: boolean) => emojiGroups(instance, isReaction ? [props.community.id] : order());
  // Where one is asked first, or has blocked the other, nothing can be written.
  const closed = () => {
    const partner = partnerOf(props.community);
    return partner && (props.community.request || instance.stores.relationships.typeOf(partner.id) === 'blocked');
  };
  const timedOut = createTimedOut(() => props.community.member);
  const slowmode = () => {
    const { rate_limit_per_user: seconds } = props.channel;
    if (!seconds || SLOWMODE_EXEMPT.some((permission) => may(props.community, permission, props.channel))) return '';
    return `Slow mode: one message every ${inWords(seconds)}`;
  };
  const acts = createMessageActs(
    instance,
    () => props.community,
    () => props.channel,
    emojis,
  );
  const { setEditing } = acts;
  const remove = (message: Message) => {
    setEditing(undefined);
    acts.removeMany([message]);
    composer?.focus();
  };

  const openThread = (messageId: string) => {
    if (props.showsSearch) props.onToggleSearch();
    setSearch({ thread: messageId });
  };
  const shared: Shared = {
    community: () => props.community,
    channel: () => props.channel,
    nameOf,
    findChannel,
    textOf,
    emojis,
    replyTo,
    setReplyTo,
    ...acts,
    remove,
    showEdits: (message, anchor) => setShowing({ anchor, what: message }),
    jump: (messageId) => (isFeed() ? openThread(messageId) : jump(messageId)),
    showProfile: (userId, anchor) => props.onProfile(userId, anchor),
    pickReaction: (message, anchor) => setPicking({ anchor, message }),
    openThread,
    focusComposer: () => composer?.focus(),
    restoreText: (text, title) => composer?.insert(textOf(text), title),
  };

  createEffect(on(() => props.channel.id, acts.endSelection, { defer: true }));
  // An address leads to a message once; then it is that of the channel, so that it leads there again when it is opened again.
  createEffect(
    on(
      () => props.messageId,
      (messageId) => {
        if (!messageId) return;
        if (isFeed()) {
          navigate(threadPath(props.community.id, props.channel.id, messageId), { replace: true, scroll: false });
          return;
        }
        jump(messageId);
        navigate(channelPath(props.community.id, props.channel.id), { replace: true, scroll: false });
      },
    ),
  );

  const editLast = () => {
    const ids = messages.windows[props.channel.id]?.ids ?? [];
    const last = ids.findLast((id) => messages.byId[id]?.author.id === instance.stores.self.id && !acts.isHidden(id));
    const message = last ? messages.byId[last] : undefined;
    if (!message) return;
    jump(message.id);
    setEditing({ id: message.id, text: textOf(message.content) });
  };
  const picked = (emoji: string) => {
    const { message, composer: other } = picking() ?? {};
    setPicking(undefined);
    if (message) acts.react(message, emoji);
    else (other ?? composer)?.insert(textOf(emojiText(emoji)));
  };
  const stick = (sticker: Sticker) => {
    const { composer: other } = picking() ?? {};
    setPicking(undefined);
    (other ?? composer)?.stick(sticker);
  };

  return (
    <ConversationContext.Provider value={shared}>
      <main class="conversation">
        <ConversationHead
          {...props}
          onPins={(anchor) => setShowing({ anchor, what: 'pins' })}
          onThreads={(anchor) => setShowing({ anchor, what: 'threads' })}
        />
        <Show when={props.channel.id} keyed>
          {(channelId) => (
            <Show
              when={isFeed()}
              fallback={
                <MessageList
                  channelId={channelId}
                  onJump={(to) => {
                    jump = to;
                  }}
                />
              }
            >
              <Suspense fallback={<PostSkeletons />}>
                <Feed
                  channelId={channelId}
                  writes={!awaitsRules(props.community)}
                  onReady={(ready) => {
                    composer = ready;
                  }}
                  onEmoji={(anchor) => setPicking({ anchor })}
                />
              </Suspense>
            </Show>
          )}
        </Show>
        <Show when={acts.selected()}>
          <SelectionBar />
        </Show>
        <Show
          when={!awaitsRules(props.community) && !closed() && !timedOut()}
          fallback={
            <Show
              when={closed()}
              fallback={
                <Show when={timedOut()} fallback={<RulesBar community={props.community} channel={props.channel} />}>
                  <TimeoutBar community={props.community} />
                </Show>
              }
            >
              <RequestBar community={props.community} />
            </Show>
          }
        >
          <Show when={!isFeed()}>
            <Composer
              channelId={props.channel.id}
              onReady={(ready) => {
                composer = ready;
              }}
              onEmoji={(anchor) => setPicking({ anchor })}
              onEscape={() => setEditing(undefined)}
              editLast={editLast}
            />
          </Show>
        </Show>
        <Show when={!isFeed()}>
          <TypingLine channelId={props.channel.id} note={slowmode()} />
        </Show>
        <DropZone
          place={placeName(props.community, props.channel)}
          closed={app.dialog() !== undefined}
          onFiles={(files) => composer?.attach(files)}
          onRefuse={(sentence) => composer?.refuse(sentence)}
        />
        <Show when={showing()} keyed>
          {({ anchor, what }) => (
            <Anchored
              anchor={anchor}
              label={what === 'pins' ? 'Pinned messages' : what === 'threads' ? 'Threads' : 'Earlier versions'}
              placement="bottom-start"
              onClose={() => setShowing(undefined)}
            >
              <Suspense fallback={<div class="notes" />}>
                <Switch fallback={typeof what === 'object' && <EditHistory message={what} />}>
                  <Match when={what === 'pins'}>
                    <Pins onClose={() => setShowing(undefined)} />
                  </Match>
                  <Match when={what === 'threads'}>
                    <ChannelThreads onClose={() => setShowing(undefined)} />
                  </Match>
                </Switch>
              </Suspense>
            </Anchored>
          )}
        </Show>
        <Show when={picking()} keyed>
          {(at) => (
            <Anchored
              anchor={at.anchor}
              label="Pick an emoji"
              placement={at.message ? 'left-start' : 'top-end'}
              onClose={() => setPicking(undefined)}
            >
              <Suspense fallback={<div class="picker" />}>
                <EmojiPicker
                  own={ownEmojis(at.message !== undefined)}
                  onPick={picked}
                  stickers={at.message ? [] : stickers()}
                  onSticker={stick}
                />
              </Suspense>
            </Anchored>
          )}
        </Show>
      </main>
      <Show when={!props.showsSearch && search.thread} keyed>
        {(threadId) => (
          <Suspense>
            <ThreadPane
              threadId={threadId}
              onClose={() => {
                setSearch({ thread: undefined });
                composer?.focus();
              }}
              onEmoji={(anchor, other) => setPicking({ anchor, composer: other })}
            />
          </Suspense>
        )}
      </Show>
    </ConversationContext.Provider>
  );
}
