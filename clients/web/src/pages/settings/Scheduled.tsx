import type { ScheduledMessage } from '@cozy/protocol';
import { createSignal, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { Button } from '../../components/Button/Button.tsx';
import { say } from '../../components/Toasts/toast.tsx';
import { exactTime } from '../../conversation/times.ts';
import { plainLine } from '../../markdown/render.ts';
import '../../components/TextField/TextField.css';

/** The messages that are sent later, and those that could not be sent. */
export function Scheduled() {
  const { schedules } = useInstance().stores;
  return (
    <>
      <p class="settings-lead">
        They are sent as you when their time has come, also while you are away. Put one off with the clock beside Send.
      </p>
      <ul class="rows">
        <For each={schedules.list()} fallback={<li class="empty">No message waits to be sent.</li>}>
          {(scheduled) => <ScheduledRow scheduled={scheduled} />}
        </For>
      </ul>
    </>
  );
}

function ScheduledRow(props: { scheduled: ScheduledMessage }) {
  const instance = useInstance();
  const { communities, members } = instance.stores;
  const [busy, setBusy] = createSignal(false);
  const [changing, setChanging] = createSignal(false);
  const schedule_id = () => props.scheduled.id;
  const place = () => {
    const community = communities.byId[props.scheduled.community_id];
    const channel = communities.channel(props.scheduled.channel_id);
    return channel && !community?.kind ? `#${channel.name} · ${community?.name}` : (community?.name ?? 'a channel');
  };
  const act = async (what: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await what();
    } catch (error) {
      say(sentence(error), 'danger');
    }
    setBusy(false);
  };
  const { schedule } = instance.commands;
  const move = (local: string) => {
    setChanging(false);
    const at = new Date(local);
    if (Number.isNaN(at.getTime())) return;
    void act(() => schedule.update({ schedule_id: schedule_id(), send_at: at.toISOString() }));
  };
  return (
    <li class="row">
      <span class="row-text">
        <span class="row-title truncate">
          {plainLine(props.scheduled.content, (id) => members.users[id]?.display_name ?? 'someone')}
        </span>
        <span class="row-note">
          {place()} ·{' '}
          <Show when={props.scheduled.state === 'failed'} fallback={exactTime(props.scheduled.send_at)}>
            Not sent. {props.scheduled.failure}
          </Show>
        </span>
        <Show when={changing()}>
          <input
            class="field-input"
            type="datetime-local"
            aria-label="New time"
            onChange={(event) => move(event.currentTarget.value)}
          />
        </Show>
      </span>
      <Button disabled={busy()} onClick={() => setChanging((was) => !was)}>
        Change time
      </Button>
      <Button disabled={busy()} onClick={() => void act(() => schedule.send({ schedule_id: schedule_id() }))}>
        Send now
      </Button>
      <Button disabled={busy()} onClick={() => void act(() => schedule.cancel({ schedule_id: schedule_id() }))}>
        Cancel
      </Button>
    </li>
  );
}
