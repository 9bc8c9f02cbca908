import type { JoinRequest } from '@cozy/protocol';
import { createEffect, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { ago } from '../../conversation/times.ts';
import { CommunityMark } from '../Avatar/Avatar.tsx';
import { Button } from '../Button/Button.tsx';
import { say } from '../Toasts/toast.tsx';
import './WaitingToJoin.css';

/** Where the person waits to be let in, and where they were refused. Nothing while there is neither. */
export function WaitingToJoin() {
  const instance = useInstance();
  const { joinRequests } = instance.stores;
  createEffect(async () => {
    if (instance.readyCount() === 0) return;
    try {
      joinRequests.replaceAll((await instance.commands.join.me({})).requests);
    } catch (error) {
      console.debug('Requests to join could not be asked for.', error);
    }
  });
  const withdraw = async (request: JoinRequest) => {
    joinRequests.put({ ...request, status: 'withdrawn' });
    try {
      await instance.commands.join.withdraw({ community_id: request.community.id });
    } catch (error) {
      joinRequests.put(request);
      say(`You still wait for ${request.community.name}. ${sentence(error)}`, 'danger');
    }
  };
  const note = ({ status, reason, created_at }: JoinRequest) =>
    status === 'waiting' ? `Asked ${ago(created_at)}` : `You were not let in. ${reason ?? ''}`;
  return (
    <Show when={joinRequests.list().length > 0}>
      <section class="waiting-join">
        <h2>Waiting to join</h2>
        <ul>
          <For each={joinRequests.list()}>
            {(request) => (
              <li class="waiting-join-row">
                <CommunityMark name={request.community.name} hue={request.community.hue} size={36} />
                <span class="waiting-join-text">
                  <span class="waiting-join-name truncate">{request.community.name}</span>
                  <span class="waiting-join-note">{note(request)}</span>
                </span>
                <Show when={request.status === 'waiting'}>
                  <Button onClick={() => void withdraw(request)}>Take back</Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
