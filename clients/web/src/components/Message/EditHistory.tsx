import type { Message } from '@cozy/protocol';
import { createResource } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { exactTime, messageTime } from '../../conversation/times.ts';
import { Notes } from '../Notes/Notes.tsx';

/** What an edited message said before, the newest version first. */
export default function EditHistory(props: { message: Message }) {
  const instance = useInstance();
  const conversation = useConversation();
  const [versions] = createResource(async () => {
    const { channel_id, id: message_id } = props.message;
    const at = instance.connection.cursors;
    return (await instance.commands.message.edits({ channel_id, message_id, at })).versions.reverse();
  });
  return (
    <Notes
      title="Earlier versions"
      notes={versions}
      failure="They could not be loaded."
      empty="This message was edited before versions were kept."
      ordered
    >
      {({ content, at }) => (
        <li class="note">
          <span class="note-open">
            <span class="note-head">
              <time datetime={at} title={exactTime(at)}>
                {messageTime(at)}
              </time>
            </span>
            <span class="note-text" data-whole>
              {conversation.textOf(content)}
            </span>
          </span>
        </li>
      )}
    </Notes>
  );
}
