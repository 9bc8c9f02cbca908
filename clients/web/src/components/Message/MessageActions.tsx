import { customReaction, type Message } from '@cozy/protocol';
import type { LucideProps } from 'lucide-solid';
import { MessagesSquare, Pencil, Reply, SmilePlus, Trash2 } from 'lucide-solid';
import { type Component, For, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { may } from '../../instance/permissions.ts';
import { EmojiMark, emojiName } from '../EmojiMark/EmojiMark.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import './MessageActions.css';

/** What can be done with a message; stands over its top right corner and moves nothing. */
export function MessageActions(props: { message: Message; onMenu: (open: boolean) => void }) {
  const app = useApp();
  const instance = useInstance();
  const conversation = useConversation();
  const own = () => props.message.author.id === instance.stores.self.id;
  const can = (permission: Parameters<typeof may>[1]) =>
    may(conversation.community(), permission, conversation.channel());
  // Those of other communities are no reactions here.
  const recent = () => {
    const own = instance.stores.expressions.byCommunity[conversation.community().id]?.emojis ?? [];
    const fits = (emoji: string) => {
      const custom = customReaction(emoji);
      return !custom || own.some(({ id, name }) => id === custom.id && name === custom.name);
    };
    return app.preferences.recentEmoji.filter(fits).slice(0, 3);
  };
  const text = () => conversation.textOf(props.message.content);
  // A post is answered by comments only.
  const isPost = () => conversation.channel().type === 'feed' && !props.message.thread_id;
  return (
    <div class="actions" role="toolbar" aria-label="Message actions">
      <Show when={can('ADD_REACTIONS')}>
        <For each={recent()}>
          {(emoji) => (
            <button
              type="button"
              class="action action-emoji"
              title={`React with ${emojiName(emoji)}`}
              aria-label={`React with ${emojiName(emoji)}`}
              onClick={() => conversation.react(props.message, emoji)}
            >
              <EmojiMark emoji={emoji} />
            </button>
          )}
        </For>
        <Action
          icon={SmilePlus}
          label="Add a reaction"
          onClick={(anchor) => conversation.pickReaction(props.message, anchor)}
        />
      </Show>
      <Show when={can('SEND_MESSAGES') && !isPost()}>
        <Action icon={Reply} label="Reply" onClick={() => conversation.setReplyTo(props.message)} />
      </Show>
      <Show when={conversation.openThread}>
        {(open) => (
          <Action
            icon={MessagesSquare}
            label={isPost() ? 'Comment' : 'Reply in thread'}
            onClick={() => open()(props.message.id)}
          />
        )}
      </Show>
      <Show when={own() && can('SEND_MESSAGES') && !props.message.poll}>
        <Action
          icon={Pencil}
          label="Edit"
          onClick={() => conversation.setEditing({ id: props.message.id, text: text() })}
        />
      </Show>
      <Show when={own() || can('MANAGE_MESSAGES')}>
        <Action icon={Trash2} label="Delete" danger onClick={() => conversation.remove(props.message)} />
      </Show>
      <MessageMenu message={props.message} onOpenChange={props.onMenu} />
    </div>
  );
}

function Action(props: {
  icon: Component<LucideProps>;
  label: string;
  danger?: boolean;
  onClick: (anchor: HTMLElement) => void;
}) {
  return (
    <button
      type="button"
      class="action"
      data-danger={props.danger ? '' : undefined}
      title={props.label}
      aria-label={props.label}
      onClick={(event) => props.onClick(event.currentTarget)}
    >
      <Icon of={props.icon} />
    </button>
  );
}
