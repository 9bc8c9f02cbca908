import { For } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import type { Mentionable } from '../../conversation/mentions.ts';
import { Avatar } from '../Avatar/Avatar.tsx';
import './MentionList.css';

interface MentionListProps {
  people: Mentionable[];
  /** Index of the person that Enter takes. */
  picked: number;
  onPick: (person: Mentionable) => void;
}

/** The people whose names begin with what stands after the @; the composer keeps the focus. */
export function MentionList(props: MentionListProps) {
  const { members } = useInstance().stores;
  const { community } = useConversation();
  return (
    <div id="mention-list" class="mentions" role="listbox" aria-label="People to mention">
      <For each={props.people}>
        {(person, index) => (
          <div
            id={`mention-${person.id}`}
            class="mention-option"
            role="option"
            tabIndex={-1}
            aria-selected={index() === props.picked}
            // The composer must not lose the focus before the click.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => props.onPick(person)}
            onKeyDown={(event) => event.key === 'Enter' && props.onPick(person)}
          >
            <Avatar
              name={person.name}
              hue={members.users[person.id]?.hue ?? 0}
              size={24}
              status={members.status(community().id, person.id)}
            />
            <span class="mention-name truncate">{person.name}</span>
            <span class="mention-handle truncate">@{person.username}</span>
          </div>
        )}
      </For>
    </div>
  );
}
