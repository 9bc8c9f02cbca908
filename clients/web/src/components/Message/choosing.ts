import type { Message } from '@cozy/protocol';
import { useConversation } from '../../conversation/context.ts';

/** Lets a message be chosen, with others, by a click or with X; the listeners are for its element. */
export function createChoosing(message: () => Message) {
  const conversation = useConversation();
  const choosing = () => conversation.selected() !== undefined;
  return {
    /** Whether messages are being chosen. */
    choosing,
    /** Whether this one is. */
    selected: () => conversation.selected()?.has(message().id) ?? false,
    // X begins to choose, and chooses, the message that has the focus.
    onKey: (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
      if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'x' || (choosing() && event.key === ' ')) {
        event.preventDefault();
        conversation.select(message().id);
      }
    },
    onClick: (event: MouseEvent) => {
      if (choosing() && !(event.target as Element).closest('a, button, input, textarea')) {
        conversation.select(message().id);
      }
    },
  };
}
