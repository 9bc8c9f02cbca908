import type { CommunitySnapshot } from '@cozy/protocol';
import { A } from '@solidjs/router';
import { ChevronRight } from 'lucide-solid';
import { For } from 'solid-js';
import { channelPath } from '../../app/paths.ts';
import { Avatar } from '../../components/Avatar/Avatar.tsx';
import { Icon } from '../../components/Icon/Icon.tsx';
import { activityTime, conversationName, partnerOf } from '../../conversation/people.ts';
import { ago } from '../../conversation/times.ts';

/** Who has written without being known; what they wrote is read before it is answered. */
export function MessageRequests(props: { requests: readonly CommunitySnapshot[] }) {
  return (
    <section>
      <h2 class="friends-title">
        Message requests <span>{props.requests.length}</span>
      </h2>
      <ul class="friends-list">
        <For each={props.requests}>
          {(request) => (
            <li>
              <A class="friend friend-link" href={channelPath(request.id, request.channels[0]?.id)}>
                <Avatar name={conversationName(request)} hue={partnerOf(request)?.hue ?? 0} size={36} />
                <span class="friend-text">
                  <span class="friend-name truncate">
                    {conversationName(request)} <span class="friend-handle">@{partnerOf(request)?.username}</span>
                  </span>
                  <span class="friend-note">Wrote {ago(new Date(activityTime(request)).toISOString())}</span>
                </span>
                <Icon of={ChevronRight} />
              </A>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
