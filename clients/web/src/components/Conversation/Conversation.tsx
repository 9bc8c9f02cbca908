import type { Channel, CommunitySnapshot, Message } from '@cozy/protocol';
import { useNavigate, useSearchParams } from '@solidjs/router';
import { ArrowLeft, Pin, Search, Users } from 'lucide-solid';
import { createEffect, createMemo, createSignal, lazy, on, Show, Suspense } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { createNarrow } from '../../app/media.ts';
import { channelPath } from '../../app/paths.ts';
import { CHANNEL_ICONS } from '../../conversation/channelTypes.ts';
import { ConversationContext, type Editing, type Conversation as Shared } from '../../conversation/context.ts';
import {
  decodeEmojis,
  emojiOrder,
  emojiText,
  encodeEmojis,
  wantExpressions,
  writtenEmojis,
} from '../../conversation/expressions.ts';
import { mentionables } from '../../conversation/mentionables.ts';
import { decodeMentions, encodeMentions } from '../../conversation/mentions.ts';
import { createMessageActs } from '../../conversation/messageActs.ts';
import { createNaming } from '../../conversation/naming.ts';
import { partnerOf, placeName } from '../../conversation/people.ts';
import { cleanText } from '../../conversation/text.ts';
import { awaitsRules } from '../../instance/permissions.ts';
import { Anchored } from '../Anchored/Anchored.tsx';
import { IconButton } from '../Button/Button.tsx';
import { Composer, type ComposerHandle } from '../Composer/Composer.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { MessageList } from '../MessageList/MessageList.tsx';
import { ChannelBell } from '../NotificationMenu/ChannelBell.tsx';
import { RequestBar } from '../RequestBar/RequestBar.tsx';
import { RulesBar } from '../RulesBar/RulesBar.tsx';
import { SelectionBar } from '../Selection/SelectionBar.tsx';
import { say } from '../Toasts/toast.tsx';
import { DropZone } from './DropZone.tsx';
import { PeopleHead } from './PeopleHead.tsx';
import { TypingLine } from './TypingLine.tsx';
import './Conversation.css';

const EditHistory = lazy(() => import('../Message/EditHistory.tsx'));
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

/** One open channel: its head, its messages, who is typing, and the composer. */
export function Conversation(props: ConversationProps) {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const [replyTo, setReplyTo] = createSignal<Message>();
  const [editing, setEditing] = createSignal<Editing>();
  const [showing, setShowing] = createSignal<{ anchor: HTMLElement; edits?: Message }>();
  const [picking, setPicking] = createSignal<{
    anchor: HTMLElement;
    message?: Message;
    pick?: (emoji: string) => void;
  }>();
  const [search, setSearch] = useSearchParams<{ thread?: string }>();
  let jump: (messageId: string) => void = () => undefined;
  let composer: ComposerHandle | undefined;
  const { messages, members, live } = instance.stores;

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
  // A reaction is of the community that it is in; what is written may have those of all.
  const ownEmojis = (isReaction: boolean) =>
    (isReaction ? [props.community.id] : order()).flatMap((id) => {
      const own = instance.stores.expressions.byCommunity[id]?.emojis ?? [];
      const name = instance.stores.communities.byId[id]?.name ?? '';
      return own.length > 0 ? [{ community: name, emojis: own }] : [];
    });
  // Where one is asked first, or has blocked the other, nothing can be written.
  const closed = () => {
    const partner = partnerOf(props.community);
    return partner && (props.community.request || instance.stores.relationships.typeOf(partner.id) === 'blocked');
  };
  const place = (message: Message) => ({ channel_id: message.channel_id, message_id: message.id });

  const acts = createMessageActs(instance);
  const remove = (message: Message) => {
    setEditing(undefined);
    acts.removeMany([message]);
    composer?.focus();
  };

  const saveEdit = async (message: Message, text: string) => {
    const known = Object.values(members.lists[props.community.id]?.byId ?? {});
    const named = encodeMentions(text, mentionables(props.community, props.channel, known));
    const content = cleanText(encodeEmojis(named, emojis()));
    const { content: before } = message;
    setEditing(undefined);
    if (content === before) return;
    messages.setContent(message.id, content);
    try {
      await instance.commands.message.edit({ ...place(message), content });
    } catch (error) {
      messages.setContent(message.id, before);
      setEditing({ id: message.id, text, error: `Not saved. ${sentence(error)}` });
    }
  };

  const react = async (message: Message, emoji: string) => {
    const reaction = { message_id: message.id, user_id: instance.stores.self.id, emoji };
    const had = messages.byId[message.id]?.reactions.some((one) => one.emoji === emoji && one.me) ?? false;
    const put = (on: boolean) => (on ? messages.react(reaction, true) : messages.unreact(reaction, true));
    put(!had);
    try {
      const { commands } = instance;
      await (had ? commands.reaction.remove : commands.reaction.add)({ ...place(message), emoji });
    } catch (error) {
      put(had);
      say(`Your reaction was not saved. ${sentence(error)}`, 'danger');
    }
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
    editing,
    setEditing,
    ...acts,
    saveEdit: (message, content) => void saveEdit(message, content),
    remove,
    showEdits: (message, anchor) => setShowing({ anchor, edits: message }),
    react: (message, emoji) => void react(message, emoji),
    jump: (messageId) => jump(messageId),
    showProfile: (userId, anchor) => props.onProfile(userId, anchor),
    pickReaction: (message, anchor) => setPicking({ anchor, message }),
    openThread: (messageId) => {
      if (props.showsSearch) props.onToggleSearch();
      setSearch({ thread: messageId });
    },
    focusComposer: () => composer?.focus(),
    restoreText: (text) => composer?.insert(textOf(text)),
  };

  createEffect(on(() => props.channel.id, acts.endSelection, { defer: true }));
  // An address leads to a message once; then it is that of the channel, so that it leads there again when it is opened again.
  createEffect(
    on(
      () => props.messageId,
      (messageId) => {
        if (!messageId) return;
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
    const { message, pick } = picking() ?? {};
    setPicking(undefined);
    if (message) void react(message, emoji);
    else if (pick) pick(emojiText(emoji));
    else composer?.insert(textOf(emojiText(emoji)));
  };

  return (
    <ConversationContext.Provider value={shared}>
      <main class="conversation">
        <ConversationHead {...props} onPins={(anchor) => setShowing({ anchor })} />
        <Show when={props.channel.id} keyed>
          {(channelId) => (
            <MessageList
              channelId={channelId}
              onJump={(to) => {
                jump = to;
              }}
            />
          )}
        </Show>
        <Show when={acts.selected()}>
          <SelectionBar />
        </Show>
        <Show
          when={!awaitsRules(props.community) && !closed()}
          fallback={
            <Show when={closed()} fallback={<RulesBar community={props.community} channel={props.channel} />}>
              <RequestBar community={props.community} />
            </Show>
          }
        >
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
        <TypingLine channelId={props.channel.id} />
        <DropZone
          place={placeName(props.community, props.channel)}
          closed={app.dialog() !== undefined}
          onFiles={(files) => composer?.attach(files)}
          onRefuse={(sentence) => composer?.refuse(sentence)}
        />
        <Show when={showing()} keyed>
          {({ anchor, edits }) => (
            <Anchored
              anchor={anchor}
              label={edits ? 'Earlier versions' : 'Pinned messages'}
              placement="bottom-start"
              onClose={() => setShowing(undefined)}
            >
              <Suspense fallback={<div class="notes" />}>
                <Show when={edits} fallback={<Pins onClose={() => setShowing(undefined)} />}>
                  {(message) => <EditHistory message={message()} />}
                </Show>
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
                <EmojiPicker own={ownEmojis(at.message !== undefined)} onPick={picked} />
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
              onEmoji={(anchor, pick) => setPicking({ anchor, pick })}
            />
          </Suspense>
        )}
      </Show>
    </ConversationContext.Provider>
  );
}

function ConversationHead(props: ConversationProps & { onPins: (anchor: HTMLElement) => void }) {
  const navigate = useNavigate();
  const narrow = createNarrow();
  return (
    <header class="page-head conversation-head">
      <Show when={narrow()}>
        <IconButton
          icon={ArrowLeft}
          label={props.community.kind ? 'Back to the conversations' : 'Back to the channels'}
          placement="bottom"
          onClick={() => navigate(channelPath(props.community.id))}
        />
      </Show>
      <Show
        when={!props.community.kind}
        fallback={<PeopleHead community={props.community} onProfile={props.onProfile} />}
      >
        <Icon of={CHANNEL_ICONS[props.channel.type]} size={20} class="conversation-mark" />
        <h1 class="conversation-name truncate">{props.channel.name}</h1>
        <Show when={props.channel.topic}>
          <p class="conversation-topic truncate" title={props.channel.topic}>
            {props.channel.topic}
          </p>
        </Show>
      </Show>
      <div class="conversation-acts">
        {/* Its tooltip would take the focus from what it opens. */}
        <button
          type="button"
          class="icon-button"
          aria-label="Pinned messages"
          title="Pinned messages"
          onClick={(event) => props.onPins(event.currentTarget)}
        >
          <Icon of={Pin} size={20} />
        </button>
        <ChannelBell community={props.community} channel={props.channel} />
        <IconButton
          icon={Search}
          label={props.showsSearch ? 'Close the search' : 'Search messages'}
          placement="bottom"
          aria-pressed={props.showsSearch}
          onClick={() => props.onToggleSearch()}
        />
        <Show when={props.community.kind !== 'direct'}>
          <IconButton
            icon={Users}
            label={props.showsMembers ? 'Hide members' : 'Show members'}
            placement="bottom"
            aria-pressed={props.showsMembers}
            onClick={() => props.onToggleMembers()}
          />
        </Show>
      </div>
    </header>
  );
}
