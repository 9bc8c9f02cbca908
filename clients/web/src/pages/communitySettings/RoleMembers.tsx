import type { CommunitySnapshot, Member, Role } from '@cozy/protocol';
import { createResource, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { Avatar } from '../../components/Avatar/Avatar.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { LineSkeletons } from '../../components/Skeleton/Skeleton.tsx';

/** Members that are shown of those who have a role. */
const SHOWN = 50;

/** Who has a role. */
export function RoleMembers(props: { community: CommunitySnapshot; role: Role }) {
  const instance = useInstance();
  const [found] = createResource(
    () => [props.community.id, props.role.id, instance.readyCount()] as const,
    async ([community_id, role_id]): Promise<{ members: Member[]; failure?: string }> => {
      try {
        return await instance.commands.member.list({ community_id, role_id, limit: SHOWN });
      } catch (error) {
        return { members: [], failure: sentence(error) };
      }
    },
  );
  return (
    <section class="role-members" aria-label={`Who has the role ${props.role.name}`}>
      <h3 class="role-members-title">Who has it</h3>
      <Show when={found.latest} fallback={<LineSkeletons count={2} />}>
        {(known) => (
          <Show when={!known().failure} fallback={<Notice look="danger">{known().failure}</Notice>}>
            <ul class="role-members-list">
              <For
                each={known().members}
                fallback={<li class="row-note">Nobody yet. Give it to somebody on their card, in the member list.</li>}
              >
                {({ user, nick }) => (
                  <li class="role-member">
                    <Avatar name={nick ?? user.display_name} hue={user.hue} size={24} bot={user.bot} />
                    <span class="truncate">{nick ?? user.display_name}</span>
                  </li>
                )}
              </For>
            </ul>
            <Show when={known().members.length === SHOWN}>
              <p class="row-note">And perhaps more: these are the first {SHOWN}.</p>
            </Show>
          </Show>
        )}
      </Show>
    </section>
  );
}
