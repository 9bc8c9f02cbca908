import { AtSign, Hash, Megaphone } from 'lucide-solid';
import { For, Match, Switch } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import type { Mentionable } from '../../conversation/mentions.ts';
import { Avatar } from '../Avatar/Avatar.tsx';
import { EmojiMark } from '../EmojiMark/EmojiMark.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { emojiMark } from './emojiMatches.ts';
import './MentionList.css';

interface MentionListProps {
  options: Mentionable[];
  /** Index of the one that Enter takes. */
  picked: number;
  onPick: (option: Mentionable) => void;
}

/** Those whose names begin with what stands after the @ or #; the composer keeps the focus. */
export function MentionList(props: MentionListProps) {
  const { members } = useInstance().stores;
  const { community } = useConversation();
  const label = () => {
    const kind = props.options[0]?.kind;
    if (kind === 'emoji') return 'Emoji';
    return kind === 'channel' ? 'Channels to mention' : 'People and roles to mention';
  };
  return (
    <div id="mention-list" class="mentions" role="listbox" aria-label={label()}>
      <For each={props.options}>
        {(option, index) => (
          <div
            id={`mention-${option.id}`}
            class="mention-option"
            role="option"
            tabIndex={-1}
            aria-selected={index() === props.picked}
            // The composer must not lose the focus before the click.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => props.onPick(option)}
            onKeyDown={(event) => event.key === 'Enter' && props.onPick(option)}
          >
            <Switch
              fallback={
                <Avatar
                  name={option.name}
                  hue={members.users[option.id]?.hue ?? 0}
                  size={24}
                  status={members.status(community().id, option.id)}
                />
              }
            >
              <Match when={option.kind === 'emoji'}>
                <span class="mention-icon mention-emoji">
                  <EmojiMark emoji={emojiMark(option)} />
                </span>
              </Match>
              <Match when={option.kind}>
                {(kind) => (
                  <span class="mention-icon">
                    <Icon of={kind() === 'channel' ? Hash : kind() === 'role' ? AtSign : Megaphone} />
                  </span>
                )}
              </Match>
            </Switch>
            <span class="mention-name truncate">{option.name}</span>
            <span class="mention-handle truncate">{note(option)}</span>
          </div>
        )}
      </For>
    </div>
  );
}

function note({ kind, username }: Mentionable): string {
  if (kind === 'role') return 'Notifies everyone with this role';
  if (kind === 'everyone') return 'Notifies everyone who sees this channel';
  return kind ? '' : `@${username}`;
}
