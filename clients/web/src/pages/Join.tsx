import { A, useParams } from '@solidjs/router';
import { createResource, Show } from 'solid-js';
import { useInstance } from '../app/context.ts';
import { CommunityMark } from '../components/Avatar/Avatar.tsx';
import { JoinDoor } from '../components/JoinDoor/JoinDoor.tsx';
import { Missing } from './Missing.tsx';
import './Join.css';

/** What a public community asks of who wants to join it. */
export default function Join() {
  const instance = useInstance();
  const params = useParams<{ community: string }>();
  const [found] = createResource(
    () => (instance.readyCount() > 0 ? params.community : null),
    async (community_id) => {
      try {
        return (await instance.commands.join.preview({ community_id })).community;
      } catch (error) {
        console.debug('There is nothing to join.', error);
        return null;
      }
    },
  );
  return (
    <Show when={found() !== undefined} fallback={<main class="join-page" aria-busy="true" />}>
      <Show when={found()} fallback={<Missing what="community" />}>
        {(community) => (
          <main class="join-page">
            <div class="join-column">
              <CommunityMark name={community().name} hue={community().hue} size={56} />
              <h1>Join {community().name}</h1>
              <JoinDoor instance={instance} door={{ community_id: params.community }} name={community().name} />
              <A class="join-back" href="/discover">
                Back to Discover
              </A>
            </div>
          </main>
        )}
      </Show>
    </Show>
  );
}
