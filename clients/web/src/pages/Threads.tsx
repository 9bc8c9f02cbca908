import type { Thread } from '@cozy/protocol';
import { A, useNavigate } from '@solidjs/router';
import { ArrowLeft, CheckCheck } from 'lucide-solid';
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import { useInstance } from '../app/context.ts';
import { sentence } from '../app/errors.ts';
import { createNarrow } from '../app/media.ts';
import { channelPath, threadPath } from '../app/paths.ts';
import { Button, IconButton } from '../components/Button/Button.tsx';
import { Notice } from '../components/Notice/Notice.tsx';
import { LineSkeletons } from '../components/Skeleton/Skeleton.tsx';
import { FollowButton } from '../components/Threads/FollowButton.tsx';
import { UnreadReplies } from '../components/Threads/UnreadReplies.tsx';
import { createNaming } from '../conversation/naming.ts';
import { conversationName } from '../conversation/people.ts';
import { ago, exactTime } from '../conversation/times.ts';
import { plainLine } from '../markdown/render.ts';
import './Threads.css';

/** Threads of one page. */
const PAGE = 25;

/** Every thread that the person follows, those with the newest replies first. */
export default function Threads() {
  const instance = useInstance();
  const navigate = useNavigate();
  const narrow = createNarrow();
  const [threads, setThreads] = createSignal<Thread[]>();
  const [hasMore, setHasMore] = createSignal(false);
  const [failure, setFailure] = createSignal('');

  const load = async (before?: string) => {
    try {
      const page = await instance.commands.thread.list({ limit: PAGE, ...(before && { before }) });
      for (const thread of page.threads) {
        instance.threads.take(thread);
        for (const { author } of thread.replies) instance.stores.members.see(author);
      }
      setThreads((known = []) => (before ? [...known, ...page.threads] : page.threads));
      setHasMore(page.threads.length === PAGE);
      setFailure('');
    } catch (error) {
      setFailure(sentence(error));
    }
  };
  // What is followed and was replied to comes first, as soon as it is known.
  const newest = createMemo(() =>
    Object.values(instance.threads.byId).reduce((last, { last_reply_id }) => {
      const id = last_reply_id ?? '';
      return id.length > last.length || (id.length === last.length && id > last) ? id : last;
    }, ''),
  );
  createEffect(
    on([newest, instance.readyCount], () => {
      if (instance.connectionState() === 'ready') void load();
    }),
  );
  const unread = () => instance.threads.unread();
  const markAll = () => {
    for (const { channel_id, id, last_reply_id } of unread()) {
      if (last_reply_id) instance.threads.mark(channel_id, id, last_reply_id);
    }
  };

  return (
    <main class="threads">
      <div class="threads-column">
        <header class="threads-top">
          <Show when={narrow()}>
            <IconButton icon={ArrowLeft} label="Back home" placement="bottom" onClick={() => navigate('/')} />
          </Show>
          <h1 class="threads-title">Threads</h1>
          <Show when={unread().length > 0}>
            <Button look="quiet" icon={CheckCheck} onClick={markAll}>
              Mark all as read
            </Button>
          </Show>
        </header>
        <Notice look="danger">{failure() && `The threads could not be loaded. ${failure()}`}</Notice>
        <Show when={threads()} fallback={<LineSkeletons count={6} />}>
          {(known) => (
            <ul class="threads-list">
              <For
                each={known()}
                fallback={
                  <li class="empty">
                    You follow no threads yet. You follow one when you begin it, reply in it or are named in it, or by
                    the bell at its top.
                  </li>
                }
              >
                {(thread) => (
                  <Item
                    thread={thread}
                    onLeave={() => setThreads((all) => all?.filter(({ id }) => id !== thread.id))}
                  />
                )}
              </For>
            </ul>
          )}
        </Show>
        <Show when={hasMore() && threads()?.at(-1)?.summary.last_reply_id}>
          {(before) => <Button onClick={() => void load(before())}>Show more</Button>}
        </Show>
      </div>
    </main>
  );
}

function Item(props: { thread: Thread; onLeave: () => void }) {
  const instance = useInstance();
  const { communities } = instance.stores;
  const community = () => communities.byId[props.thread.community_id];
  const channel = () => community()?.channels.find(({ id }) => id === props.thread.channel_id);
  const path = () => threadPath(props.thread.community_id, props.thread.channel_id, props.thread.id);
  return (
    <Show when={community()}>
      {(known) => {
        const { nameOf } = createNaming(instance.stores, known);
        const text = (content: string) => plainLine(content, nameOf) || 'A file';
        const head = () => {
          const { root } = props.thread;
          return root ? root.title || text(root.content || root.forwarded?.content || '') : 'The message was deleted';
        };
        return (
          <li class="threads-item">
            <div class="threads-body">
              <p class="threads-where truncate">
                <A href={channelPath(known().id, props.thread.channel_id)}>
                  {known().kind ? conversationName(known()) : `#${channel()?.name ?? 'a channel'} · ${known().name}`}
                </A>
              </p>
              <A class="threads-open" href={path()}>
                <span class="threads-head">
                  <strong class="truncate">{head()}</strong>
                  <UnreadReplies threadId={props.thread.id} />
                </span>
                <For each={props.thread.replies}>
                  {(reply) => (
                    <span class="threads-reply truncate">
                      <b>{nameOf(reply.author.id)}</b> {text(reply.content)}
                    </span>
                  )}
                </For>
                <Show when={props.thread.summary.last_reply_at}>
                  {(at) => (
                    <time class="threads-when" datetime={at()} title={exactTime(at())}>
                      {props.thread.summary.count === 1 ? '1 reply' : `${props.thread.summary.count} replies`}, the last
                      one {ago(at())}
                    </time>
                  )}
                </Show>
              </A>
            </div>
            <FollowButton
              channelId={props.thread.channel_id}
              threadId={props.thread.id}
              following
              onChange={(following) => !following && props.onLeave()}
            />
          </li>
        );
      }}
    </Show>
  );
}
