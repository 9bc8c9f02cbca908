import { A } from '@solidjs/router';
import { MessageSquareText, Newspaper, Plus } from 'lucide-solid';
import { createMemo, For, Show } from 'solid-js';
import { useApp, useInstance } from '../app/context.ts';
import { channelPath } from '../app/paths.ts';
import { communityUnread } from '../app/unread.ts';
import { CommunityMark } from '../components/Avatar/Avatar.tsx';
import { Button } from '../components/Button/Button.tsx';
import { Icon } from '../components/Icon/Icon.tsx';
import { WaitingToJoin } from '../components/JoinDoor/WaitingToJoin.tsx';
import { JoinField } from '../components/JoinField/JoinField.tsx';
import './Home.css';

/** Where one starts: the communities and what waits in them, or the first act of someone who has none. */
export default function Home() {
  const app = useApp();
  const instance = useInstance();
  const communities = createMemo(() => instance.stores.communities.list());
  const name = () => instance.stores.self.state.user?.display_name ?? '';
  const threads = () => {
    const { length } = instance.threads.unread();
    return length === 0
      ? 'What you follow; all of it is read'
      : length === 1
        ? '1 with new replies'
        : `${length} with new replies`;
  };
  return (
    <main class="home">
      <div class="home-column">
        <h1 class="home-title">{communities().length > 0 ? `Hello, ${name()}` : `Welcome, ${name()}`}</h1>
        <Show
          when={communities().length > 0}
          fallback={
            <p class="home-lead">A community is a place for people who belong together. Make one, or join one.</p>
          }
        >
          <p class="home-lead">Your communities on {instance.stores.self.state.instanceName}.</p>
          <ul class="home-list">
            <For each={communities()}>
              {(community) => {
                const waiting = createMemo(() => communityUnread(instance, community));
                return (
                  <li>
                    <A class="home-community" href={channelPath(community.id)}>
                      <CommunityMark name={community.name} hue={community.hue} size={40} />
                      <span class="home-community-text">
                        <span class="home-community-name truncate">{community.name}</span>
                        <span class="home-community-count">
                          {community.member_count === 1 ? '1 member' : `${community.member_count} members`}
                        </span>
                      </span>
                      <Show
                        when={waiting().mentions > 0}
                        fallback={
                          <Show when={waiting().unread}>
                            <span class="home-unread">Unread</span>
                          </Show>
                        }
                      >
                        <span class="badge">{waiting().mentions}</span>
                      </Show>
                    </A>
                  </li>
                );
              }}
            </For>
          </ul>
        </Show>
        <Show when={communities().length > 0}>
          <nav class="home-places" aria-label="What is new">
            <A class="home-place" href="/feed">
              <Icon of={Newspaper} size={20} />
              <span>
                <strong>Feed</strong> Posts of all your communities
              </span>
            </A>
            <A class="home-place" href="/threads">
              <Icon of={MessageSquareText} size={20} />
              <span>
                <strong>Threads</strong> {threads()}
              </span>
            </A>
          </nav>
        </Show>
        <WaitingToJoin />
        <div class="home-acts">
          <section class="home-act">
            <h2>Create a community</h2>
            <p>For your team, your club or your friends. You decide who comes in.</p>
            <Button look="primary" icon={Plus} onClick={() => app.ask({ kind: 'create-community' })}>
              Create community
            </Button>
          </section>
          <section class="home-act">
            <h2>Join with an invitation</h2>
            <p>Paste the link that somebody gave you.</p>
            <JoinField />
            <A class="home-discover" href="/discover">
              Or discover public communities
            </A>
          </section>
        </div>
      </div>
    </main>
  );
}
