/** A shortcut: the keys that are pressed together, and what they do. */
export interface Shortcut {
  keys: readonly string[];
  does: string;
}

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.userAgent);
const CONTROL = isApple ? '⌘' : 'Ctrl';
const ALT = isApple ? '⌥' : 'Alt';

/** Every shortcut by where it works, as `?` shows them. Who adds one writes it down here. */
export const SHORTCUTS: readonly { where: string; shortcuts: readonly Shortcut[] }[] = [
  {
    where: 'Everywhere',
    shortcuts: [
      { keys: [CONTROL, 'K'], does: 'Go to a channel, a person or a page' },
      { keys: [CONTROL, 'F'], does: 'Search messages; once more, in the page' },
      { keys: [ALT, '↑'], does: 'Channel above' },
      { keys: [ALT, '↓'], does: 'Channel below' },
      { keys: [ALT, 'Shift', '↑'], does: 'Unread channel above' },
      { keys: [ALT, 'Shift', '↓'], does: 'Unread channel below' },
      { keys: ['?'], does: 'Show these shortcuts' },
      { keys: ['Esc'], does: 'Close what is open' },
    ],
  },
  {
    where: 'Writing',
    shortcuts: [
      { keys: ['Enter'], does: 'Send' },
      { keys: ['Shift', 'Enter'], does: 'New line' },
      { keys: ['↑'], does: 'Edit your last message, when the field is empty' },
      { keys: ['@'], does: 'Mention somebody' },
      { keys: ['Esc'], does: 'Drop the reply, or go to the newest message' },
    ],
  },
  {
    where: 'Among messages',
    shortcuts: [
      { keys: ['↑'], does: 'Message above' },
      { keys: ['↓'], does: 'Message below' },
      { keys: ['Tab'], does: 'What can be done with the message' },
      { keys: ['Esc'], does: 'Back to writing' },
    ],
  },
];

/** Whether a key press belongs to a field that is written in. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
