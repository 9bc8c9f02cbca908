import type { CommunitySnapshot } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { ChevronDown, LogOut, Pencil, UserPlus } from 'lucide-solid';
import { Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { directPath } from '../../app/paths.ts';
import { conversationName, partnerOf } from '../../conversation/people.ts';
import { Avatar, CommunityMark, STATUS_NAMES } from '../Avatar/Avatar.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { Menu, MenuItem, MenuLine } from '../Menu/Menu.tsx';
import './PeopleHead.css';

/** Who a conversation is with: the other one, whose profile it opens, or the group, whose menu it opens. */
export function PeopleHead(props: {
  community: CommunitySnapshot;
  onProfile: (userId: string, anchor: HTMLElement) => void;
}) {
  const { members } = useInstance().stores;
  const name = () => conversationName(props.community);
  return (
    <Show when={partnerOf(props.community)} fallback={<GroupMenu community={props.community} />}>
      {(user) => (
        <button
          type="button"
          class="people-head"
          aria-label={`Profile of ${name()}`}
          onClick={(event) => props.onProfile(user().id, event.currentTarget)}
        >
          <Avatar name={name()} hue={user().hue} size={28} status={members.status(props.community.id, user().id)} />
          <h1 class="conversation-name truncate">{name()}</h1>
          <span class="visually-hidden">{STATUS_NAMES[members.status(props.community.id, user().id)]}</span>
        </button>
      )}
    </Show>
  );
}

function GroupMenu(props: { community: CommunitySnapshot }) {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const communityId = () => props.community.id;
  const leave = () =>
    app.ask({
      kind: 'confirm',
      title: `Leave ${props.community.name}?`,
      text: 'You will no longer see what is written here. Somebody who is in it can add you again.',
      action: 'Leave',
      act: async () => {
        await instance.commands.member.leave({ community_id: communityId() });
        navigate(directPath());
      },
    });
  return (
    <Menu
      triggerClass="people-head"
      trigger={
        <>
          <CommunityMark name={props.community.name} hue={props.community.hue} size={28} />
          <h1 class="conversation-name truncate">{props.community.name}</h1>
          <Icon of={ChevronDown} />
        </>
      }
    >
      <MenuItem icon={UserPlus} onSelect={() => app.ask({ kind: 'group', communityId: communityId() })}>
        Add people
      </MenuItem>
      <MenuItem icon={Pencil} onSelect={() => app.ask({ kind: 'rename-group', communityId: communityId() })}>
        Rename group
      </MenuItem>
      <MenuLine />
      <MenuItem icon={LogOut} danger onSelect={leave}>
        Leave group
      </MenuItem>
    </Menu>
  );
}
