import { type CommunitySnapshot, isMuted, type NotificationLevel, type NotificationSettings } from '@cozy/protocol';
import { createResource, createSignal, For, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { Button } from '../../components/Button/Button.tsx';
import { LEVELS } from '../../components/NotificationMenu/choices.ts';
import { SelectField } from '../../components/SelectField/SelectField.tsx';
import { Switch } from '../../components/Switch/Switch.tsx';
import { say } from '../../components/Toasts/toast.tsx';
import { exactTime } from '../../conversation/times.ts';
import { changeNotifications, markChannelsRead } from '../../instance/attention.ts';
import { canPush, isPushed, startPush, stopPush } from '../../instance/push.ts';
import './Notifications.css';

/** How the person is told of what happens: on this device, and in each community on all devices. */
export function Notifications() {
  const instance = useInstance();
  const { communities, notifications } = instance.stores;
  const change = async (before: NotificationSettings, what: Partial<NotificationSettings>) => {
    try {
      await changeNotifications(instance, before, what);
    } catch (error) {
      say(`Your notifications were not changed. ${sentence(error)}`, 'danger');
    }
  };
  const readAll = async () => {
    try {
      await markChannelsRead(
        instance,
        communities.list().flatMap(({ channels }) => channels),
      );
      say('Everything is marked as read.');
    } catch (error) {
      say(`Not everything was marked as read. ${sentence(error)}`, 'danger');
    }
  };
  // Channels with settings of their own, with their communities.
  const own = () =>
    notifications.list().flatMap((settings) => {
      const community = communities.byId[settings.community_id];
      const channel = community?.channels.find(({ id }) => id === settings.channel_id);
      const usual = settings.level === 'inherit' && !isMuted(settings, Date.now());
      return community && channel && !usual ? [{ settings, community, channel }] : [];
    });
  return (
    <>
      <ThisDevice />
      <section class="settings-part">
        <h2>Communities</h2>
        <p class="row-note">These hold on all your devices. In a muted place only mentions are counted.</p>
        <For each={communities.list()} fallback={<p class="empty">You are in no community yet.</p>}>
          {(community) => <CommunityRow community={community} onChange={change} />}
        </For>
      </section>
      <Show when={own().length > 0}>
        <section class="settings-part">
          <h2>Channels of their own</h2>
          <ul class="rows">
            <For each={own()}>
              {({ settings, community, channel }) => (
                <li class="row">
                  <span class="row-text">
                    <span class="row-title truncate">
                      #{channel.name} · {community.name}
                    </span>
                    <span class="row-note">{describe(settings)}</span>
                  </span>
                  <Button onClick={() => void change(settings, { level: 'inherit', muted: false, muted_until: null })}>
                    As usual
                  </Button>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <div class="settings-acts">
        <Button onClick={() => void readAll()}>Mark everything as read</Button>
      </div>
    </>
  );
}

function describe({ level, muted, muted_until }: NotificationSettings): string {
  const text = LEVELS.find((one) => one.level === level)!.text;
  if (!muted) return text;
  return muted_until ? `Muted until ${exactTime(muted_until)}. ${text}` : `Muted. ${text}`;
}

function ThisDevice() {
  const app = useApp();
  const supported = 'Notification' in window;
  const [permission, setPermission] = createSignal(supported ? Notification.permission : 'denied');
  const on = () => app.preferences.desktopNotifications && permission() === 'granted';
  // The browser asks only here, where the person has just said that they want it.
  const turn = async (wanted: boolean) => {
    if (wanted && permission() === 'default') setPermission(await Notification.requestPermission());
    app.setPreferences('desktopNotifications', wanted && permission() === 'granted');
  };
  const hint = () => {
    if (!supported) return 'This browser has no notifications.';
    if (permission() === 'denied') return 'This browser blocks them for this site. Allow them in its settings first.';
    return 'For messages that are not in view. A click leads to the message.';
  };
  return (
    <section class="settings-part">
      <h2>This device</h2>
      <Switch
        label="Desktop notifications"
        hint={hint()}
        checked={on()}
        disabled={permission() === 'denied'}
        onChange={(wanted) => void turn(wanted)}
      />
      <PushSwitch />
      <Switch
        label="Sound"
        hint="Two short notes when there is a notification."
        checked={app.preferences.sound}
        onChange={(wanted) => app.setPreferences('sound', wanted)}
      />
    </section>
  );
}

/** Whether the browser is told of messages while Cozy is closed; of the instance that this client is from. */
function PushSwitch() {
  const instance = useInstance();
  const supported = canPush() && instance.origin === location.origin;
  const [busy, setBusy] = createSignal(false);
  const [on, { mutate }] = createResource(
    () => supported && instance.readyCount() > 0,
    async () => {
      try {
        return await isPushed(instance);
      } catch (error) {
        console.debug('The server could not say whether this device is told.', error);
        return false;
      }
    },
  );
  const turn = async (wanted: boolean) => {
    setBusy(true);
    try {
      if (wanted && (await Notification.requestPermission()) !== 'granted') return;
      await (wanted ? startPush(instance) : stopPush(instance));
      mutate(wanted);
    } catch (error) {
      say(`Push was not ${wanted ? 'turned on' : 'turned off everywhere'}. ${sentence(error)}`, 'danger');
    } finally {
      setBusy(false);
    }
  };
  const hint = () =>
    supported
      ? 'Also while Cozy is closed, until you log out here. Not for what you read within a few seconds.'
      : 'This browser cannot be told of messages while Cozy is closed.';
  return (
    <Switch
      label="Push on this device"
      hint={hint()}
      checked={on() ?? false}
      disabled={!supported || busy() || Notification.permission === 'denied'}
      onChange={(wanted) => void turn(wanted)}
    />
  );
}

function CommunityRow(props: {
  community: CommunitySnapshot;
  onChange: (before: NotificationSettings, what: Partial<NotificationSettings>) => Promise<void>;
}) {
  const { notifications } = useInstance().stores;
  const settings = () => notifications.of(props.community.id, null);
  return (
    <fieldset class="notify-community">
      <legend class="row-title">{props.community.name}</legend>
      <SelectField
        label={`Notifications of ${props.community.name}`}
        hideLabel
        value={settings().level}
        options={LEVELS.map(({ level, text, community }) => ({ value: level, text: community ?? text }))}
        onChange={(level) => void props.onChange(settings(), { level: level as NotificationLevel })}
      />
      <Switch
        label="Muted"
        checked={isMuted(settings(), Date.now())}
        onChange={(muted) => void props.onChange(settings(), { muted, muted_until: null })}
      />
      <Switch
        label="Ignore @everyone and roles"
        checked={settings().suppress_everyone}
        onChange={(suppress_everyone) => void props.onChange(settings(), { suppress_everyone })}
      />
    </fieldset>
  );
}
