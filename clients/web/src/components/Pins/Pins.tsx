import type { Message } from '@cozy/protocol';
import { Pin, PinOff } from 'lucide-solid';
import { createResource } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { exactTime, messageTime } from '../../conversation/times.ts';
import { may } from '../../instance/permissions.ts';
import { plainLine } from '../../markdown/render.ts';
import { IconButton } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { Notes } from '../Notes/Notes.tsx';

/** The pinned messages of the open channel, the last pinned first; each leads to its place. */
export default function Pins(props: { onClose: () => void }) {
  const instance = useInstance();
  const conversation = useConversation();
  const [pins, { mutate }] = createResource(async () => {
    const at = instance.connection.cursors;
    return (await instance.commands.message.pins({ channel_id: conversation.channel().id, at })).messages;
  });
  const manages = () => may(conversation.community(), 'MANAGE_MESSAGES', conversation.channel());
  const open = (id: string) => {
    props.onClose();
    conversation.jump(id);
  };
  const unpin = (message: Message) => {
    mutate((all) => all?.filter(({ id }) => id !== message.id));
    conversation.pin(message);
  };
  return (
    <Notes
      title="Pinned messages"
      notes={pins}
      failure="The pins could not be loaded."
      empty={
        <>
          <Icon of={Pin} size={20} />
          Nothing is pinned yet. Pin a message from its menu, and everyone finds it here.
        </>
      }
    >
      {(message) => (
        <li class="note">
          <button type="button" class="note-open" onClick={() => open(message.id)}>
            <span class="note-head">
              <strong class="truncate">{conversation.nameOf(message.author.id)}</strong>
              <time datetime={message.created_at} title={exactTime(message.created_at)}>
                {messageTime(message.created_at)}
              </time>
            </span>
            <span class="note-text">
              {plainLine(message.content || message.forwarded?.content || '', conversation.nameOf) || 'A file'}
            </span>
          </button>
          {manages() && <IconButton icon={PinOff} size={16} label="Unpin" onClick={() => unpin(message)} />}
        </li>
      )}
    </Notes>
  );
}
