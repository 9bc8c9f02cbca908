import { type Dispatch, type EventData, isNotified, snowflakeTime } from '@cozy/protocol';
import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, onCleanup } from 'solid-js';
import type { Instance } from '../instance/instance.ts';
import { PUSHED_KEY } from '../instance/pushed.ts';
import { OPEN, type OpenMessage } from '../serviceWorker/messages.ts';
import { createFocused } from './activity.ts';
import type { App } from './context.ts';
import { messagePath } from './paths.ts';
import { playSound } from './sound.ts';

type Message = EventData<'MESSAGE_CREATE'>;

/** Milliseconds of age above which a message is no news: it was missed, and is shown as unread. */
const NEWS = 30_000;
/** Milliseconds that a tab out of view waits, so that one in which the message is seen comes first. */
const WAIT = 150;
/** Milliseconds for which a tab keeps the others from telling the same again. */
const HOLD = 5_000;

/** Tells of messages by the device's notifications and a sound, as the person has chosen, once for all tabs. */
export function createDesktopNotifications(app: App): void {
  const location = useLocation();
  const navigate = useNavigate();
  const focused = createFocused();

  const isInView = (message: Message) =>
    focused() && location.pathname.startsWith(`/c/${message.community_id}/${message.channel_id}`);

  const tell = async (instance: Instance, message: Message) => {
    if (isInView(message)) return;
    if (app.preferences.sound) playSound();
    if (!app.preferences.desktopNotifications || Notification.permission !== 'granted') return;
    // The service worker tells of it, unless it is read in a moment.
    if (localStorage.getItem(PUSHED_KEY) === instance.origin) return;
    const { communities, members } = instance.stores;
    const community = communities.byId[message.community_id];
    const channel = communities.channel(message.channel_id);
    const nameOf = (id: string) => members.users[id]?.display_name ?? 'someone';
    const { plainLine } = await import('../markdown/render.ts');
    const place = !community?.kind && channel ? ` (#${channel.name}, ${community?.name})` : '';
    const shown = new Notification(`${message.author.display_name}${place}`, {
      body: plainLine(message.content, nameOf),
      icon: '/favicon.svg',
      tag: message.id,
    });
    shown.onclick = () => {
      window.focus();
      navigate(messagePath(message.community_id, message.channel_id, message.id));
      shown.close();
    };
  };

  // Whoever takes the message's lock first has told of it; the others find it taken.
  const tellOnce = async (instance: Instance, message: Message) => {
    if (!isInView(message)) await new Promise((resolve) => setTimeout(resolve, WAIT));
    await navigator.locks.request(`cozy.tell.${message.id}`, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      await tell(instance, message);
      await new Promise((resolve) => setTimeout(resolve, HOLD));
    });
  };

  const open = ({ data }: MessageEvent<OpenMessage>) => {
    if (data.kind === OPEN && data.path.startsWith('/c/')) navigate(data.path);
  };
  navigator.serviceWorker?.addEventListener('message', open);
  onCleanup(() => navigator.serviceWorker?.removeEventListener('message', open));

  createEffect(() => {
    for (const instance of app.instances()) {
      const hear = (dispatch: Dispatch) => {
        if (dispatch.name !== 'MESSAGE_CREATE' || !wanted(instance, dispatch.data)) return;
        tellOnce(instance, dispatch.data).catch((error: unknown) => console.warn('A message was not told of.', error));
      };
      onCleanup(instance.connection.on('dispatch', hear));
    }
  });
}

/** Whether the person wants to be told of a message. */
function wanted(instance: Instance, message: Message): boolean {
  const { self, communities, notifications } = instance.stores;
  if (instance.chosenStatus() === 'dnd') return false;
  if (Date.now() - snowflakeTime(message.id) > NEWS) return false;
  const community = communities.byId[message.community_id];
  if (!community || community.request) return false;
  const reader = { userId: self.id, roles: community.member.roles, isConversation: community.kind !== undefined };
  return isNotified(message, reader, notifications.effective(message.community_id, message.channel_id));
}
