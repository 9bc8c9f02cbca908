import { Newspaper, PenLine } from 'lucide-solid';
import { Show } from 'solid-js';
import { useConversation } from '../../conversation/context.ts';
import { may } from '../../instance/permissions.ts';
import { Button } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import '../MessageList/ChannelIntro.css';

/** A feed without posts: what it is for, and the first act of who may post. */
export function NoPosts(props: { writes: boolean; onWrite: () => void }) {
  const conversation = useConversation();
  const writes = () => props.writes && may(conversation.community(), 'SEND_MESSAGES', conversation.channel());
  return (
    <section class="intro feed-empty">
      <span class="intro-mark">
        <Icon of={Newspaper} size={20} />
      </span>
      <h2 class="intro-title">No posts yet</h2>
      <p class="intro-text">
        {conversation.channel().topic ||
          'A post is for what should not get lost in a conversation: news, pictures, a question. What is said to it stays with it.'}
      </p>
      <Show when={writes()} fallback={<p class="intro-text">What is posted here will stand in this place.</p>}>
        <Button look="primary" icon={PenLine} onClick={() => props.onWrite()}>
          Write the first post
        </Button>
      </Show>
    </section>
  );
}
