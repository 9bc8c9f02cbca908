import { useNavigate } from '@solidjs/router';
import { ChevronRight, type LucideProps, Palette, Plus, UserPlus } from 'lucide-solid';
import { type Component, Show } from 'solid-js';
import { useApp } from '../../app/context.ts';
import { communitySettingsPath } from '../../app/paths.ts';
import { CHANNEL_ICONS } from '../../conversation/channelTypes.ts';
import { useConversation } from '../../conversation/context.ts';
import { conversationName, partnerOf } from '../../conversation/people.ts';
import { may } from '../../instance/permissions.ts';
import { Avatar, CommunityMark } from '../Avatar/Avatar.tsx';
import { Icon } from '../Icon/Icon.tsx';
import './ChannelIntro.css';

/** Stands above a channel's first message: what the place is for, and its first acts while nobody else is there. */
export function ChannelIntro() {
  const { community } = useConversation();
  const alone = () => community().member_count <= 1 && may(community(), 'CREATE_INVITE');
  return (
    <section class="intro">
      <Show when={!community().kind} fallback={<PeopleBeginning />}>
        <Show when={alone()} fallback={<Beginning />}>
          <FirstActs />
        </Show>
      </Show>
    </section>
  );
}

function Beginning() {
  const { channel } = useConversation();
  return (
    <>
      <span class="intro-mark">
        <Icon of={CHANNEL_ICONS[channel().type]} size={20} />
      </span>
      <h2 class="intro-title">{channel().name}</h2>
      <p class="intro-text">
        {channel().topic || `This is where #${channel().name} begins. Say something to whoever comes next.`}
      </p>
    </>
  );
}

function PeopleBeginning() {
  const { community } = useConversation();
  const name = () => conversationName(community());
  return (
    <>
      <Show when={partnerOf(community())} fallback={<CommunityMark name={name()} hue={community().hue} size={56} />}>
        {(user) => <Avatar name={name()} hue={user().hue} size={56} />}
      </Show>
      <h2 class="intro-title">{name()}</h2>
      <p class="intro-text">
        {partnerOf(community())
          ? `Only you and ${name()} read what is written here.`
          : `Only the ${community().member_count} people in this group read what is written here.`}
      </p>
    </>
  );
}

function FirstActs() {
  const app = useApp();
  const navigate = useNavigate();
  const { community } = useConversation();
  const id = () => community().id;
  return (
    <>
      <CommunityMark name={community().name} hue={community().hue} size={56} />
      <h2 class="intro-title">{community().name} is yours</h2>
      <p class="intro-text">It is quiet here still. A few things to begin with, or just write the first message.</p>
      <ul class="intro-acts">
        <Act
          icon={UserPlus}
          title="Invite people"
          text="Send them a link; they are in with one click"
          onClick={() => app.ask({ kind: 'invite', communityId: id() })}
        />
        <Show when={may(community(), 'MANAGE_CHANNELS')}>
          <Act
            icon={Plus}
            title="Create a channel"
            text="One for each thing that people talk about"
            onClick={() => app.ask({ kind: 'create-channel', communityId: id(), parentId: null, type: 'text' })}
          />
        </Show>
        <Show when={may(community(), 'MANAGE_COMMUNITY')}>
          <Act
            icon={Palette}
            title="Make it look like you"
            text="Its colour, and a line on what it is about"
            onClick={() => navigate(communitySettingsPath(id()))}
          />
        </Show>
      </ul>
    </>
  );
}

function Act(props: { icon: Component<LucideProps>; title: string; text: string; onClick: () => void }) {
  return (
    <li>
      <button type="button" class="intro-act" onClick={() => props.onClick()}>
        <span class="intro-act-icon">
          <Icon of={props.icon} size={20} />
        </span>
        <span class="intro-act-text">
          <span class="intro-act-title">{props.title}</span>
          <span class="intro-act-note">{props.text}</span>
        </span>
        <Icon of={ChevronRight} class="intro-act-arrow" />
      </button>
    </li>
  );
}
