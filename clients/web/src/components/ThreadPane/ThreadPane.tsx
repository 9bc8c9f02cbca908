import type { Message, Thread } from '@cozy/protocol';
import { Bell, BellOff, X } from 'lucide-solid';
import { createEffect, createSignal, on, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { ConversationContext, useConversation } from '../../conversation/context.ts';
import { IconButton } from '../Button/Button.tsx';
import { Composer, type ComposerHandle } from '../Composer/Composer.tsx';
import { MessageRow } from '../Message/MessageRow.tsx';
import { MessageList } from '../MessageList/MessageList.tsx';
import { ResizeHandle } from '../ResizeHandle/ResizeHandle.tsx';
import { say } from '../Toasts/toast.tsx';
import './ThreadPane.css';

/** Pixels that a thread needs, where a list of members does with less; and a post with its pictures. */
const NARROWEST = 340;
const NARROWEST_POST = 420;

interface ThreadPaneProps {
  threadId: string;
  onClose: () => void;
  /** Opens the emoji picker at an element; what is picked is for this composer. */
  onEmoji: (anchor: HTMLElement, composer: ComposerHandle) => void;
}

/** The thread of a message beside its channel: the message, the replies, and where one replies. */
export default function ThreadPane(props: ThreadPaneProps) {
  const app = useApp();
  const instance = useInstance();
  const conversation = useConversation();
  const { messages } = instance.stores;
  const [replyTo, setReplyTo] = createSignal<Message>();
  const [thread, setThread] = createSignal<Thread>();
  const [failure, setFailure] = createSignal<string>();
  let composer: ComposerHandle | undefined;
  let jump: (messageId: string) => void = () => undefined;

  const isPost = () => conversation.channel().type === 'feed';
  const narrowest = () => (isPost() ? NARROWEST_POST : NARROWEST);
  const width = () => Math.max(narrowest(), app.preferences.panelWidth);
  const place = () => ({ channel_id: conversation.channel().id, thread_id: props.threadId });
  const root = () => messages.byId[props.threadId] ?? thread()?.root ?? undefined;
  const isGone = () => thread()?.root === null && !messages.byId[props.threadId];
  createEffect(
    on([() => props.threadId, instance.readyCount], async () => {
      if (instance.connectionState() !== 'ready') return;
      try {
        const { thread: found } = await instance.commands.thread.get(place());
        setThread(found);
        instance.threads.take(found);
        setFailure(undefined);
      } catch (error) {
        setFailure(sentence(error));
      }
    }),
  );

  // Who is named here may be a member whom nothing has told of yet.
  createEffect(() => {
    instance.readyCount();
    const ids = messages.windows[props.threadId]?.ids ?? [];
    const shown = [root(), ...ids.map((id) => messages.byId[id])].flatMap((message) => (message ? [message] : []));
    const people = shown.flatMap(({ author, mentions }) => [author.id, ...mentions]);
    instance.lookup.want(conversation.community().id, people);
  });
  // Who replies follows.
  createEffect(
    on(
      () => instance.outbox.of(props.threadId).length,
      (count, before = 0) => {
        const known = thread();
        if (count > before && known) setThread({ ...known, following: true });
        return count;
      },
      { defer: true },
    ),
  );

  const follow = async (following: boolean) => {
    const known = thread();
    if (!known) return;
    setThread({ ...known, following });
    try {
      await instance.threads.follow(conversation.channel().id, props.threadId, following);
    } catch (error) {
      setThread(known);
      say(`That was not saved. ${sentence(error)}`, 'danger');
    }
  };
  const editLast = () => {
    const ids = messages.windows[props.threadId]?.ids ?? [];
    const last = ids.findLast((id) => messages.byId[id]?.author.id === instance.stores.self.id);
    const message = last ? messages.byId[last] : undefined;
    if (!message) return;
    const text = conversation.textOf(message.content);
    conversation.setEditing({ id: message.id, text });
  };
  const { openThread: _none, ...shared } = conversation;
  const own = {
    ...shared,
    replyTo,
    setReplyTo,
    jump: (messageId: string) => jump(messageId),
    focusComposer: () => composer?.focus(),
    restoreText: (text: string) => composer?.insert(conversation.textOf(text)),
  };

  return (
    <ConversationContext.Provider value={own}>
      <aside class="pane thread-pane" aria-label={isPost() ? 'Post' : 'Thread'} style={{ '--width': `${width()}px` }}>
        <ResizeHandle
          label="Width of the thread"
          side="left"
          width={width()}
          min={narrowest()}
          max={560}
          onResize={(width) => app.setPreferences('panelWidth', width)}
        />
        <div class="thread">
          <header class="page-head thread-head">
            <h2 class="thread-title truncate">
              {isPost() ? 'Post' : 'Thread'} <span class="thread-where">#{conversation.channel().name}</span>
            </h2>
            <Show when={thread()}>
              {(known) => (
                <IconButton
                  icon={known().following ? Bell : BellOff}
                  label={known().following ? 'Following; stop' : `Follow this ${isPost() ? 'post' : 'thread'}`}
                  placement="bottom"
                  aria-pressed={known().following}
                  onClick={() => void follow(!known().following)}
                />
              )}
            </Show>
            <IconButton
              icon={X}
              label={isPost() ? 'Close the post' : 'Close the thread'}
              placement="bottom"
              onClick={() => props.onClose()}
            />
          </header>
          <Show when={failure()}>
            <p class="thread-note" role="alert">
              {isPost() ? 'The post' : 'The thread'} could not be opened. {failure()}
            </p>
          </Show>
          <MessageList
            channelId={conversation.channel().id}
            threadId={props.threadId}
            intro={() => (
              <div class="thread-root">
                <Show
                  when={root()}
                  fallback={<p class="thread-note">The original {isPost() ? 'post' : 'message'} was deleted.</p>}
                >
                  {(message) => <MessageRow message={message()} grouped={false} marked={false} tabbable={false} />}
                </Show>
              </div>
            )}
            onJump={(to) => {
              jump = to;
            }}
          />
          <Show when={!isGone()} fallback={<p class="thread-note">This thread can be read, but not be replied to.</p>}>
            <Composer
              channelId={conversation.channel().id}
              threadId={props.threadId}
              onReady={(ready) => {
                composer = ready;
              }}
              onEmoji={(anchor) => composer && props.onEmoji(anchor, composer)}
              onEscape={() => props.onClose()}
              editLast={editLast}
            />
          </Show>
        </div>
      </aside>
    </ConversationContext.Provider>
  );
}
