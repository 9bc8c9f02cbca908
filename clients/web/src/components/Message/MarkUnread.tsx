import type { Message } from '@cozy/protocol';
import { MailQuestionMark } from 'lucide-solid';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { markUnreadFrom } from '../../instance/attention.ts';
import { MenuItem } from '../Menu/Menu.tsx';
import { say } from '../Toasts/toast.tsx';

/** Lets the channel be unread from a message on. */
export function MarkUnread(props: { message: Message }) {
  const instance = useInstance();
  const mark = async () => {
    try {
      await markUnreadFrom(instance, props.message);
    } catch (error) {
      say(`It was not marked as unread. ${sentence(error)}`, 'danger');
    }
  };
  return (
    <MenuItem icon={MailQuestionMark} onSelect={() => void mark()}>
      Mark unread from here
    </MenuItem>
  );
}
