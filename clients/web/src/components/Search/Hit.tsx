import type { SearchHit } from '@cozy/protocol';
import { For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { exactTime, messageTime } from '../../conversation/times.ts';
import { snippet } from '../../search/snippet.ts';
import { Avatar } from '../Avatar/Avatar.tsx';

interface HitProps {
  hit: SearchHit;
  /** The community that is open, whose name goes without saying. */
  communityId: string;
  onOpen: (hit: SearchHit) => void;
}

/** One message that was found: who, where and when, and the words around what was looked for. */
export function Hit(props: HitProps) {
  const { communities, members } = useInstance().stores;
  const message = () => props.hit.message;
  const community = () => communities.byId[message().community_id];
  const place = () => {
    const channel = community()?.channels.find(({ id }) => id === message().channel_id);
    const name = `#${channel?.name ?? 'a channel'}`;
    return message().community_id === props.communityId ? name : `${name}, ${community()?.name ?? 'a community'}`;
  };
  const author = () => {
    const { author, community_id } = message();
    const member = members.get(community_id, author.id);
    return { name: member?.nick ?? member?.user.display_name ?? author.display_name, hue: author.hue, bot: author.bot };
  };
  const nameOf = (mark: string, id: string) => {
    if (mark === '#') return `#${community()?.channels.find((channel) => channel.id === id)?.name ?? 'a channel'}`;
    if (mark === '@&') return `@${community()?.roles.find((role) => role.id === id)?.name ?? 'a role'}`;
    const member = members.get(message().community_id, id);
    return `@${member?.nick ?? member?.user.display_name ?? members.users[id]?.display_name ?? 'someone'}`;
  };
  const pieces = () => snippet(message().content, props.hit.highlights, nameOf);
  const files = () => message().attachments?.length ?? 0;
  return (
    <button type="button" class="hit" data-message={message().id} onClick={() => props.onOpen(props.hit)}>
      <Avatar name={author().name} hue={author().hue} bot={author().bot} size={28} />
      <span class="hit-body">
        <span class="hit-head">
          <span class="hit-author truncate">{author().name}</span>
          <span class="hit-place truncate">{place()}</span>
        </span>
        <span class="hit-text">
          <For each={pieces()}>
            {(piece) => (
              <Show when={piece.hit} fallback={piece.text}>
                <mark>{piece.text}</mark>
              </Show>
            )}
          </For>
          <Show when={files() > 0}>
            <span class="hit-files">{files() === 1 ? '1 file' : `${files()} files`}</span>
          </Show>
        </span>
        <time class="hit-time" datetime={message().created_at} title={exactTime(message().created_at)}>
          {messageTime(message().created_at)}
        </time>
      </span>
    </button>
  );
}
