import type { Channel, CommunitySnapshot, CustomEmoji, Message } from '@cozy/protocol';
import { type Accessor, createContext, useContext } from 'solid-js';
import type { Naming } from './naming.ts';

/** A message that is being edited, with the text as it is now. */
export interface Editing {
  id: string;
  text: string;
  error?: string;
}

/** What the parts of one open channel share. */
export interface Conversation extends Pick<Naming, 'nameOf' | 'findChannel'> {
  community: Accessor<CommunitySnapshot>;
  channel: Accessor<Channel>;
  /** Text as it is written in the composer, with names for ids. */
  textOf: (content: string) => string;
  /** Emoji of communities that can be written here by their names. */
  emojis: Accessor<readonly CustomEmoji[]>;
  /** The message that the composer answers. */
  replyTo: Accessor<Message | undefined>;
  setReplyTo: (message: Message | undefined) => void;
  editing: Accessor<Editing | undefined>;
  setEditing: (editing: Editing | undefined) => void;
  /** Whether a message is out of sight because its deletion can still be undone. */
  isHidden: (messageId: string) => boolean;
  saveEdit: (message: Message, content: string) => void;
  remove: (message: Message) => void;
  /** Messages that are chosen, to do something with all of them; undefined while nothing is being chosen. */
  selected: Accessor<ReadonlySet<string> | undefined>;
  /** Chooses a message, or no longer; the first one begins choosing. */
  select: (messageId: string) => void;
  endSelection: () => void;
  /** Deletes several messages, which can be undone for a moment. */
  removeMany: (messages: readonly Message[]) => void;
  /** Pins a message, or takes its pin away. */
  pin: (message: Message) => void;
  /** Hides the link previews of a message for everyone, or lets them be shown again. */
  hideEmbeds: (message: Message, suppress: boolean) => void;
  /** Shows what an edited message said before. */
  showEdits: (message: Message, anchor: HTMLElement) => void;
  /** Adds the own reaction, or takes it back. */
  react: (message: Message, emoji: string) => void;
  /** Scrolls to a message, loading it when needed. */
  jump: (messageId: string) => void;
  showProfile: (userId: string, anchor: HTMLElement) => void;
  pickReaction: (message: Message, anchor: HTMLElement) => void;
  /** Shows the thread of a message beside the channel; absent in a thread. */
  openThread?: (messageId: string) => void;
  focusComposer: () => void;
  /** Puts a text into the composer, after what is there; of a post, with its title. */
  restoreText: (text: string, title?: string) => void;
}

export const ConversationContext = createContext<Conversation>();

/** The open channel that this part of the page belongs to. */
export function useConversation(): Conversation {
  const conversation = useContext(ConversationContext);
  if (!conversation) throw new Error('useConversation needs ConversationContext above it.');
  return conversation;
}
