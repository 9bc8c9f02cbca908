import type { Message } from '@cozy/protocol';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { nameHue } from '../../instance/permissions.ts';
import { Avatar } from '../Avatar/Avatar.tsx';

/** The mark of who wrote a message, as they are now. */
export function AuthorAvatar(props: { message: Message }) {
  const conversation = useConversation();
  const { members } = useInstance().stores;
  const author = () => members.users[props.message.author.id] ?? props.message.author;
  return <Avatar name={conversation.nameOf(props.message.author.id)} hue={author().hue} size={38} bot={author().bot} />;
}

/** The name of who wrote a message, in the colour of their role; it leads to their profile. */
export function AuthorName(props: { message: Message }) {
  const conversation = useConversation();
  const { members } = useInstance().stores;
  const hue = () =>
    nameHue(conversation.community(), members.get(conversation.community().id, props.message.author.id));
  return (
    <button
      type="button"
      class="message-author truncate"
      tabindex={-1}
      data-hue={hue() === null ? undefined : ''}
      style={{ '--hue': hue() ?? undefined }}
      onClick={(event) => conversation.showProfile(props.message.author.id, event.currentTarget)}
    >
      {conversation.nameOf(props.message.author.id)}
    </button>
  );
}
