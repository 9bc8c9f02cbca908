import type { Channel, CommunitySnapshot } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { ArrowLeft, Pin, Search, Users } from 'lucide-solid';
import { Show } from 'solid-js';
import { createNarrow } from '../../app/media.ts';
import { channelPath } from '../../app/paths.ts';
import { CHANNEL_ICONS } from '../../conversation/channelTypes.ts';
import { IconButton } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { ChannelBell } from '../NotificationMenu/ChannelBell.tsx';
import { ThreadsButton } from '../Threads/ThreadsButton.tsx';
import { PeopleHead } from './PeopleHead.tsx';

interface ConversationHeadProps {
  community: CommunitySnapshot;
  channel: Channel;
  showsMembers: boolean;
  onToggleMembers: () => void;
  showsSearch: boolean;
  onToggleSearch: () => void;
  onProfile: (userId: string, anchor: HTMLElement) => void;
  onPins: (anchor: HTMLElement) => void;
  onThreads: (anchor: HTMLElement) => void;
}

/** What the open channel is called and is about, and what can be opened beside it. */
export function ConversationHead(props: ConversationHeadProps) {
  const navigate = useNavigate();
  const narrow = createNarrow();
  return (
    <header class="page-head conversation-head">
      <Show when={narrow()}>
        <IconButton
          icon={ArrowLeft}
          label={props.community.kind ? 'Back to the conversations' : 'Back to the channels'}
          placement="bottom"
          onClick={() => navigate(channelPath(props.community.id))}
        />
      </Show>
      <Show
        when={!props.community.kind}
        fallback={<PeopleHead community={props.community} onProfile={props.onProfile} />}
      >
        <Icon of={CHANNEL_ICONS[props.channel.type]} size={20} class="conversation-mark" />
        <h1 class="conversation-name truncate">{props.channel.name}</h1>
        <Show when={props.channel.topic}>
          <p class="conversation-topic truncate" title={props.channel.topic}>
            {props.channel.topic}
          </p>
        </Show>
      </Show>
      <div class="conversation-acts">
        <ThreadsButton channelId={props.channel.id} onOpen={props.onThreads} />
        {/* Its tooltip would take the focus from what it opens. */}
        <button
          type="button"
          class="icon-button"
          aria-label="Pinned messages"
          title="Pinned messages"
          onClick={(event) => props.onPins(event.currentTarget)}
        >
          <Icon of={Pin} size={20} />
        </button>
        <ChannelBell community={props.community} channel={props.channel} />
        <IconButton
          icon={Search}
          label={props.showsSearch ? 'Close the search' : 'Search messages'}
          placement="bottom"
          aria-pressed={props.showsSearch}
          onClick={() => props.onToggleSearch()}
        />
        <Show when={props.community.kind !== 'direct'}>
          <IconButton
            icon={Users}
            label={props.showsMembers ? 'Hide members' : 'Show members'}
            placement="bottom"
            aria-pressed={props.showsMembers}
            onClick={() => props.onToggleMembers()}
          />
        </Show>
      </div>
    </header>
  );
}
