import type { Message } from '@cozy/protocol';
import { SmilePlus } from 'lucide-solid';
import { For, Show } from 'solid-js';
import { useConversation } from '../../conversation/context.ts';
import { may } from '../../instance/permissions.ts';
import { EmojiMark, emojiName } from '../EmojiMark/EmojiMark.tsx';
import { Icon } from '../Icon/Icon.tsx';
import './Reactions.css';

interface ReactionsProps {
  message: Message;
  /** Offers to add one also while there is none. */
  always?: boolean;
}

/** The reactions on a message; pressing one adds or takes back the own. */
export function Reactions(props: ReactionsProps) {
  const conversation = useConversation();
  const allowed = () => may(conversation.community(), 'ADD_REACTIONS', conversation.channel());
  return (
    <Show when={props.message.reactions.length > 0 || (props.always && allowed())}>
      <ul class="reactions" aria-label="Reactions">
        <For each={props.message.reactions}>
          {(reaction) => (
            <li>
              <button
                type="button"
                class="reaction"
                aria-pressed={reaction.me}
                aria-label={`${emojiName(reaction.emoji)}, ${reaction.count}${reaction.me ? ', with yours' : ''}`}
                disabled={!allowed() && !reaction.me}
                onClick={() => conversation.react(props.message, reaction.emoji)}
              >
                <span class="reaction-emoji">
                  <EmojiMark emoji={reaction.emoji} />
                </span>
                <span class="reaction-count">{reaction.count}</span>
              </button>
            </li>
          )}
        </For>
        <Show when={allowed()}>
          <li>
            <button
              type="button"
              class="reaction reaction-add"
              aria-label="Add a reaction"
              onClick={(event) => conversation.pickReaction(props.message, event.currentTarget)}
            >
              <Icon of={SmilePlus} />
            </button>
          </li>
        </Show>
      </ul>
    </Show>
  );
}
