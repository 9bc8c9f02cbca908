import { ArrowDown } from 'lucide-solid';
import {
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  Match,
  on,
  onCleanup,
  Show,
  Switch,
  untrack,
} from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';
import { createFocused } from '../../app/activity.ts';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { createLoading } from '../../conversation/loading.ts';
import { createReading } from '../../conversation/reading.ts';
import { buildRows, type Row } from '../../conversation/rows.ts';
import { dayName } from '../../conversation/times.ts';
import { Button } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { Foldable } from '../Message/Foldable.tsx';
import { MessageRow } from '../Message/MessageRow.tsx';
import { PendingRow } from '../Message/PendingRow.tsx';
import { MessageSkeletons } from '../Skeleton/Skeleton.tsx';
import { say } from '../Toasts/toast.tsx';
import { ChannelIntro } from './ChannelIntro.tsx';
import { createScrolling } from './scrolling.ts';
import './MessageList.css';

/** Pixels from an end at which the next page is loaded. */
const LOAD_WITHIN = 800;
/** Messages of one channel that are kept while its end is read. */
const KEEP_AT_MOST = 1000;

interface MessageListProps {
  channelId: string;
  /** The thread whose replies are shown in place of the channel's messages. */
  threadId?: string;
  /** What stands above the first message; what the channel is for by default. */
  intro?: () => JSX.Element;
  /** Receives the function that scrolls to a message. */
  onJump: (jump: (messageId: string) => void) => void;
}

/** A channel's messages: only those near the view are in the page, older ones come as one scrolls. */
export function MessageList(props: MessageListProps) {
  const instance = useInstance();
  const conversation = useConversation();
  const focused = createFocused();
  const { messages, ephemerals, live, readStates } = instance.stores;
  const [handle, setHandle] = createSignal<VirtualizerHandle>();
  const [marked, setMarked] = createSignal<string>();
  const [wanted, setWanted] = createSignal<string>();
  let scroller: HTMLDivElement | undefined;

  const listId = () => props.threadId ?? props.channelId;
  const window = () => messages.windows[listId()];
  const fresh = () => window()?.fresh ?? false;
  const isUnread = () =>
    !props.threadId && readStates.isUnread(conversation.channel(), conversation.community().member.joined_at);
  const replies = () => (conversation.channel().type === 'feed' ? 'Comments' : 'Replies');
  const isLive = () => live.has(conversation.community().id);
  const loaded = createMemo<boolean>((before) => before || fresh(), false);

  const scrolling = createScrolling({
    rows: () => rows(),
    handle,
    loaded,
    reachesEnd: () => window()?.atEnd ?? true,
  });
  const isBlocked = (userId: string) => instance.stores.relationships.typeOf(userId) === 'blocked';
  const { atEnd } = scrolling;
  const readUpTo = createReading({
    channelId: () => props.channelId,
    threadId: () => props.threadId,
    atEnd: () => scrolling.settled() && atEnd(),
    focused,
  });

  const shown = createMemo(() =>
    (window()?.ids ?? []).flatMap((id) => {
      const message = messages.byId[id];
      return message && !conversation.isHidden(id) ? [message] : [];
    }),
  );
  const layout = createMemo<{ rows: Row[]; shift: boolean }>((before) => {
    const rows = buildRows(
      {
        messages: ephemerals.among(listId(), shown()),
        pending: instance.outbox.of(listId()),
        selfId: instance.stores.self.id,
        readUpTo: readUpTo(),
        atStart: window()?.atStart ?? false,
      },
      before?.rows,
    );
    // The list keeps its place from the end when rows came in above, and from the start otherwise.
    const lastKey = before?.rows.at(-1)?.key;
    const shift = lastKey !== undefined && lastKey === rows.at(-1)?.key && rows.length !== before?.rows.length;
    return { rows, shift };
  });
  const rows = () => layout().rows;

  const { failure, load } = createLoading({
    fresh,
    live: isLive,
    // It stays where the person is.
    reload: async () => {
      const anchor = scrolling.anchor();
      const { history } = instance;
      if (!anchor) return history.latest(props.channelId, props.threadId);
      await history.around(props.channelId, anchor.id, props.threadId);
      if (fresh()) scrolling.restore(anchor);
    },
  });

  // While the newest end is in view, what is far above is loaded again when it is wanted.
  createEffect(() => {
    if (atEnd() && scrolling.settled() && shown().length > KEEP_AT_MOST) {
      untrack(() => messages.trim(listId(), KEEP_AT_MOST / 2));
    }
  });

  const onScroll = (offset: number) => {
    const list = handle();
    scrolling.onScroll();
    if (!list || !scrolling.settled() || failure()) return;
    const below = list.scrollSize - offset - list.viewportSize;
    if (offset < LOAD_WITHIN) void load(() => instance.history.older(props.channelId, props.threadId));
    if (below < LOAD_WITHIN) void load(() => instance.history.newer(props.channelId, props.threadId));
  };

  const latest = async () => {
    if (!window()?.atEnd || !loaded()) await load(() => instance.history.latest(props.channelId, props.threadId));
    scrolling.toEnd();
  };

  const jump = async (messageId: string) => {
    if (!window()?.ids.includes(messageId)) {
      scrolling.leaveEnd();
      if (!(await load(() => instance.history.around(props.channelId, messageId, props.threadId)))) return;
    }
    const index = rows().findIndex((row) => row.kind === 'message' && row.id === messageId);
    if (index < 0) return say('This message is not there any more.');
    scrolling.toMiddle(index);
    setMarked(messageId);
    const timer = setTimeout(() => setMarked(undefined), 1700);
    onCleanup(() => clearTimeout(timer));
  };
  // First the list finds where it begins: it would move there from where a jump has led.
  createEffect(() => {
    const messageId = wanted();
    if (!messageId || !scrolling.settled()) return;
    setWanted(undefined);
    void jump(messageId);
  });
  props.onJump(setWanted);

  // An own message is sent at the newest end, wherever the list was.
  createEffect(
    on(
      () => instance.outbox.of(listId()).length,
      (count, before = 0) => {
        if (count > before && loaded()) void latest();
        return count;
      },
      { defer: true },
    ),
  );

  const lastMessage = createMemo(() => rows().findLast(({ kind }) => kind === 'message')?.key);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') conversation.focusComposer();
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const row = (event.target as Element).closest('.message');
    if (!row || event.target !== row) return;
    const all = [...(scroller?.querySelectorAll<HTMLElement>('.message[data-message]') ?? [])];
    const next = all[all.indexOf(row as HTMLElement) + (event.key === 'ArrowUp' ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <div class="list">
      <Show when={loaded() || rows().length > 0} fallback={<Loading failure={failure()} retry={() => void latest()} />}>
        <div
          ref={(element) => {
            scroller = element;
            scrolling.watch(element);
          }}
          class="list-scroll"
          role="log"
          aria-label={props.threadId ? replies() : `Messages in ${conversation.channel().name}`}
          onKeyDown={onKey}
        >
          <div class="list-space" />
          <Virtualizer
            ref={setHandle}
            data={rows()}
            shift={layout().shift}
            scrollRef={scroller}
            bufferSize={600}
            onScroll={onScroll}
            onScrollEnd={scrolling.onScroll}
            onResize={scrolling.onResize}
          >
            {(row, index) => (
              <div class="list-row" data-last={index() === rows().length - 1 ? '' : undefined}>
                <Switch>
                  <Match when={row.kind === 'message' && row}>
                    {(one) => (
                      <Show when={messages.byId[one().id] ?? ephemerals.byId[one().id]}>
                        {(message) => (
                          <Foldable folded={isBlocked(message().author.id)}>
                            <MessageRow
                              message={message()}
                              grouped={one().grouped}
                              marked={marked() === one().id}
                              tabbable={lastMessage() === one().key}
                            />
                          </Foldable>
                        )}
                      </Show>
                    )}
                  </Match>
                  <Match when={row.kind === 'pending' && row}>
                    {(one) => (
                      <Show when={instance.outbox.pending.find(({ nonce }) => nonce === one().nonce)}>
                        {(pending) => <PendingRow pending={pending()} grouped={one().grouped} />}
                      </Show>
                    )}
                  </Match>
                  <Match when={row.kind === 'day' && row}>
                    {(one) => (
                      <h3 class="day">
                        <span>{dayName(one().day)}</span>
                      </h3>
                    )}
                  </Match>
                  <Match when={row.kind === 'unread'}>
                    <div class="unread-line">
                      <span>New</span>
                    </div>
                  </Match>
                  <Match when={row.kind === 'older'}>
                    <Older
                      failure={failure()}
                      retry={() => void load(() => instance.history.older(props.channelId, props.threadId))}
                    />
                  </Match>
                  <Match when={row.kind === 'intro'}>{props.intro ? props.intro() : <ChannelIntro />}</Match>
                </Switch>
              </div>
            )}
          </Virtualizer>
        </div>
        <Show when={!atEnd()}>
          <button type="button" class="list-latest" onClick={() => void latest()}>
            <Icon of={ArrowDown} />
            {isUnread() ? 'New messages' : 'Jump to latest'}
          </button>
        </Show>
      </Show>
    </div>
  );
}

function Loading(props: { failure: string | undefined; retry: () => void }) {
  return (
    <Show when={props.failure} fallback={<MessageSkeletons />}>
      <div class="list-failed" role="alert">
        <p>The messages could not be loaded. {props.failure}</p>
        <Button onClick={() => props.retry()}>Try again</Button>
      </div>
    </Show>
  );
}

function Older(props: { failure: string | undefined; retry: () => void }) {
  return (
    <div class="list-older">
      <Show when={props.failure} fallback={<span>Loading older messages…</span>}>
        <span role="alert">{props.failure}</span>
        <Button look="quiet" onClick={() => props.retry()}>
          Try again
        </Button>
      </Show>
    </div>
  );
}
