import type { CommunitySnapshot, Member } from '@cozy/protocol';
import { Plus } from 'lucide-solid';
import { createEffect, createMemo, For, lazy, Show, Suspense } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { dateOnly } from '../../conversation/times.ts';
import { may, memberRoles, rank } from '../../instance/permissions.ts';
import { Avatar, STATUS_NAMES } from '../Avatar/Avatar.tsx';
import { Menu, MenuItem } from '../Menu/Menu.tsx';
import { say } from '../Toasts/toast.tsx';
import { ModerationActs } from './ModerationActs.tsx';
import { PersonActs } from './PersonActs.tsx';
import './ProfileCard.css';

const PersonApps = lazy(() => import('../Interactions/PersonApps.tsx'));

interface ProfileCardProps {
  community: CommunitySnapshot;
  /** The open channel, in which commands are called. */
  channelId?: string | undefined;
  userId: string;
  onClose: () => void;
}

/** Who somebody is in a community, and what the reader may do about it. */
export function ProfileCard(props: ProfileCardProps) {
  const { stores, lookup } = useInstance();
  const { members } = stores;
  createEffect(() => lookup.refresh(props.community.id, props.userId));
  const member = () => members.get(props.community.id, props.userId);
  const absent = () => members.lists[props.community.id]?.absent[props.userId];
  const user = () => member()?.user ?? members.users[props.userId];
  const name = () => member()?.nick ?? user()?.display_name ?? 'Someone';
  return (
    <div class="profile">
      <div class="profile-head">
        <Avatar
          name={name()}
          hue={user()?.hue ?? 0}
          size={64}
          status={members.status(props.community.id, props.userId)}
          bot={user()?.bot}
        />
        <div class="profile-names">
          <h2 class="profile-name">
            {name()}
            <Show when={user()?.bot}>
              {' '}
              <span class="bot-tag">Bot</span>
            </Show>
          </h2>
          <p class="profile-handle truncate">
            @{user()?.username} · {STATUS_NAMES[members.status(props.community.id, props.userId)]}
          </p>
        </div>
      </div>
      <Show when={user()?.bot === false && props.userId !== stores.self.id && user()}>
        {(user) => <PersonActs user={user()} onClose={props.onClose} />}
      </Show>
      <Show when={props.channelId}>
        {(channelId) => (
          <Suspense>
            <PersonApps channelId={channelId()} userId={props.userId} onDone={props.onClose} />
          </Suspense>
        )}
      </Show>
      <Show when={user()?.bio}>
        <p class="profile-bio">{user()?.bio}</p>
      </Show>
      <Show
        when={member()}
        fallback={
          <Show when={absent()}>
            <p class="profile-note">{user()?.display_name ?? 'This person'} is not in this community now.</p>
          </Show>
        }
      >
        {(member) => (
          <Show when={!props.community.kind}>
            <Membership community={props.community} member={member()} />
          </Show>
        )}
      </Show>
      <Show when={!props.community.kind && (member() || absent()) && props.userId !== stores.self.id && user()}>
        {(user) => (
          <ModerationActs community={props.community} user={user()} member={member()} onClose={props.onClose} />
        )}
      </Show>
    </div>
  );
}

function Membership(props: { community: CommunitySnapshot; member: Member }) {
  const instance = useInstance();
  const ownRank = () => rank(props.community, props.community.member);
  const below = () => ownRank() > rank(props.community, props.member);
  const self = () => props.member.user.id === instance.stores.self.id;
  const roles = createMemo(() => memberRoles(props.community, props.member));
  const assigns = () => may(props.community, 'MANAGE_ROLES') && (below() || self());
  const assignable = () =>
    props.community.roles.filter(
      ({ id, position, fixed }) =>
        id !== props.community.id && fixed !== 'owner' && position < ownRank() && !props.member.roles.includes(id),
    );
  const setRoles = (next: string[]) =>
    instance.commands.role
      .assign({ community_id: props.community.id, user_id: props.member.user.id, roles: next })
      .catch((error: unknown) => say(sentence(error), 'danger'));
  return (
    <>
      <section class="profile-section">
        <h3>Roles</h3>
        <ul class="role-chips">
          <For each={roles()} fallback={<li class="profile-note">No roles besides member</li>}>
            {(role) => (
              <li class="role-chip">
                <span
                  class="role-dot"
                  data-hue={role.hue === null ? undefined : ''}
                  style={{ '--hue': role.hue ?? undefined }}
                />
                <span class="truncate">{role.name}</span>
                <Show when={assigns() && role.fixed !== 'owner' && role.position < ownRank()}>
                  <button
                    type="button"
                    class="role-remove"
                    aria-label={`Take ${role.name} away`}
                    onClick={() => void setRoles(props.member.roles.filter((id) => id !== role.id))}
                  >
                    ×
                  </button>
                </Show>
              </li>
            )}
          </For>
          <Show when={assigns() && assignable().length > 0}>
            <li>
              <Menu
                triggerClass="role-chip role-add"
                label="Give a role"
                trigger={<Plus size={16} aria-hidden="true" />}
              >
                <For each={assignable()}>
                  {(role) => (
                    <MenuItem onSelect={() => void setRoles([...props.member.roles, role.id])}>{role.name}</MenuItem>
                  )}
                </For>
              </Menu>
            </li>
          </Show>
        </ul>
      </section>
      <p class="profile-note">
        In {props.community.name} since {dateOnly(props.member.joined_at)}
      </p>
    </>
  );
}
