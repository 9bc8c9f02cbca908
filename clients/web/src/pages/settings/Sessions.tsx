import type { Session } from '@cozy/protocol';
import { Monitor, Smartphone } from 'lucide-solid';
import { createResource, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { Button } from '../../components/Button/Button.tsx';
import { Icon } from '../../components/Icon/Icon.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { LineSkeletons } from '../../components/Skeleton/Skeleton.tsx';
import { say } from '../../components/Toasts/toast.tsx';
import { ago } from '../../conversation/times.ts';

/** A browser and a system from a User-Agent, as people call them. */
function deviceName(agent: string): string {
  const found = (names: readonly (readonly [string, RegExp])[]) =>
    names.find(([, pattern]) => pattern.test(agent))?.[0];
  const browser = found([
    ['Edge', /Edg\//],
    ['Firefox', /Firefox\//],
    ['Chrome', /Chrom(?:e|ium)\//],
    ['Safari', /Safari\//],
  ]);
  const system = found([
    ['Android', /Android/],
    ['iPhone', /iPhone/],
    ['iPad', /iPad/],
    ['Windows', /Windows/],
    ['macOS', /Mac OS X/],
    ['Linux', /Linux/],
  ]);
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? system ?? (agent || 'Unknown device');
}

/** Where the account is logged in, and the way to end it there. */
export function Sessions() {
  const instance = useInstance();
  const [sessions, { mutate, refetch }] = createResource(
    () => instance.readyCount() + instance.accountVersion(),
    async (): Promise<{ list: Session[]; failure?: string }> => {
      try {
        return { list: (await instance.commands.session.list({})).sessions };
      } catch (error) {
        return { list: [], failure: sentence(error) };
      }
    },
  );
  const revoke = async (session: Session) => {
    const before = sessions.latest;
    mutate((known) => known && { ...known, list: known.list.filter(({ id }) => id !== session.id) });
    try {
      await instance.commands.session.revoke({ session_id: session.id });
    } catch (error) {
      mutate(before);
      say(`That log-in was not ended. ${sentence(error)}`, 'danger');
    }
  };
  return (
    <>
      <p class="settings-lead">Every browser and device that can use your account. End those that you do not know.</p>
      <Show when={sessions.latest} fallback={<LineSkeletons count={3} />}>
        {(known) => (
          <Show
            when={!known().failure}
            fallback={
              <Notice look="danger">
                {known().failure} <Button onClick={() => void refetch()}>Try again</Button>
              </Notice>
            }
          >
            <ul class="rows">
              <For each={known().list}>
                {(session) => (
                  <li class="row">
                    <Icon of={/Android|iPhone|Mobile/.test(session.user_agent) ? Smartphone : Monitor} size={20} />
                    <span class="row-text">
                      <span class="row-title truncate" title={session.user_agent}>
                        {deviceName(session.user_agent)}
                      </span>
                      <span class="row-note">
                        {session.current ? 'This device' : `Used ${ago(session.last_used_at)}`}
                      </span>
                    </span>
                    <Show when={!session.current}>
                      <Button onClick={() => void revoke(session)}>Log out there</Button>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Show>
    </>
  );
}
