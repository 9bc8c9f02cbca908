import { type Channel, type CommunitySnapshot, isMuted, type NotificationLevel } from '@cozy/protocol';
import { Bell, BellOff, CheckCheck } from 'lucide-solid';
import { For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { exactTime } from '../../conversation/times.ts';
import { changeNotifications, markChannelsRead } from '../../instance/attention.ts';
import { MenuChoice, MenuChoices, MenuItem, MenuLine } from '../Menu/Menu.tsx';
import { say } from '../Toasts/toast.tsx';
import { LEVELS, MUTES } from './choices.ts';
import './NotificationItems.css';

/** What a menu offers about a channel's or a community's notifications: reading it all, muting it, and the level. */
export function NotificationItems(props: { community: CommunitySnapshot; channel?: Channel }) {
  const instance = useInstance();
  const settings = () => instance.stores.notifications.of(props.community.id, props.channel?.id ?? null);
  const change = async (what: Parameters<typeof changeNotifications>[2]) => {
    try {
      await changeNotifications(instance, settings(), what);
    } catch (error) {
      say(`Your notifications were not changed. ${sentence(error)}`, 'danger');
    }
  };
  const mute = (minutes: number | null) =>
    void change({
      muted: true,
      muted_until: minutes === null ? null : new Date(Date.now() + minutes * 60_000).toISOString(),
    });
  const read = async () => {
    try {
      await markChannelsRead(instance, props.channel ? [props.channel] : props.community.channels);
    } catch (error) {
      say(`It was not marked as read. ${sentence(error)}`, 'danger');
    }
  };
  const until = () => settings().muted_until;
  return (
    <>
      <MenuItem icon={CheckCheck} onSelect={() => void read()}>
        Mark as read
      </MenuItem>
      <MenuLine />
      <Show
        when={!isMuted(settings(), Date.now())}
        fallback={
          <MenuItem icon={Bell} onSelect={() => void change({ muted: false, muted_until: null })}>
            Unmute
            <Show when={until()}>{(end) => <span class="menu-note">Muted until {exactTime(end())}</span>}</Show>
          </MenuItem>
        }
      >
        <For each={MUTES}>
          {({ minutes, text }) => (
            <MenuItem icon={BellOff} onSelect={() => mute(minutes)}>
              {text}
            </MenuItem>
          )}
        </For>
      </Show>
      <MenuLine />
      <MenuChoices
        label="Notify me of"
        value={settings().level}
        onChange={(level) => void change({ level: level as NotificationLevel })}
      >
        <For each={LEVELS}>
          {({ level, text, community }) => (
            <MenuChoice value={level}>{props.channel ? text : (community ?? text)}</MenuChoice>
          )}
        </For>
      </MenuChoices>
    </>
  );
}
