import { A } from '@solidjs/router';
import { MessageSquareText } from 'lucide-solid';
import { createResource, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { ago, exactTime } from '../../conversation/times.ts';
import { plainLine } from '../../markdown/render.ts';
import { Icon } from '../Icon/Icon.tsx';
import { Notes } from '../Notes/Notes.tsx';
import { FollowButton } from './FollowButton.tsx';
import { UnreadReplies } from './UnreadReplies.tsx';
import './Threads.css';

/** Threads that are listed. */
const COUNT = 50;

/** The threads of the open channel, those with the newest replies first; each opens beside it. */
export default function ChannelThreads(props: { onClose: () => void }) {
  const instance = useInstance();
  const conversation = useConversation();
  const [roots] = createResource(async () => {
    const input = { channel_id: conversation.channel().id, sort: 'active', limit: COUNT } as const;
    const { messages } = await instance.commands.message.history({ ...input, at: instance.connection.cursors });
    return messages.filter(({ thread }) => thread && thread.count > 0);
  });
  const isFeed = () => conversation.channel().type === 'feed';
  const replies = (count: number) => {
    const what = isFeed() ? ['comment', 'comments'] : ['reply', 'replies'];
    return `${count} ${count === 1 ? what[0] : what[1]}`;
  };
  const open = (id: string) => {
    props.onClose();
    conversation.openThread?.(id);
  };
  return (
    <Notes
      title={isFeed() ? 'Posts that are talked about' : 'Threads'}
      notes={roots}
      failure="The threads could not be loaded."
      empty={
        <>
          <Icon of={MessageSquareText} size={20} />
          {isFeed()
            ? 'Nothing was said to a post yet. Open one, and comment on it.'
            : 'No threads yet. Choose “Reply in thread” on a message, and what is said to it stays with it.'}
        </>
      }
      foot={
        <A class="threads-all" href="/threads">
          All threads that you follow
        </A>
      }
    >
      {(message) => (
        <li class="note">
          <button type="button" class="note-open" onClick={() => open(message.id)}>
            <span class="note-head">
              <strong class="truncate">{conversation.nameOf(message.author.id)}</strong>
              <UnreadReplies threadId={message.id} />
            </span>
            <span class="note-text" data-short>
              {message.title ||
                plainLine(message.content || message.forwarded?.content || '', conversation.nameOf) ||
                'A file'}
            </span>
            <Show when={message.thread}>
              {(thread) => (
                <span class="threads-count">
                  {replies(thread().count)}
                  <Show when={thread().last_reply_at}>
                    {(at) => <time title={exactTime(at())}>, the last one {ago(at())}</time>}
                  </Show>
                </span>
              )}
            </Show>
          </button>
          <FollowButton
            channelId={message.channel_id}
            threadId={message.id}
            following={instance.threads.byId[message.id] !== undefined}
          />
        </li>
      )}
    </Notes>
  );
}
