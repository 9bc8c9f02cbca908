import type { Message, Poll as PollData } from '@cozy/protocol';
import { createSignal, For, onCleanup, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { exactTime } from '../../conversation/times.ts';
import { say } from '../Toasts/toast.tsx';
import './Poll.css';

/** Milliseconds after which it is looked again whether a poll has ended: longer timers than 24 days do not exist. */
const LOOK_AGAIN = 60_000;

/** A poll: its answers are chosen in place, and its results are shown while they come. */
export default function Poll(props: { message: Message; poll: PollData }) {
  const instance = useInstance();
  const { messages } = instance.stores;
  const left = () => Date.parse(props.poll.ends_at) - Date.now();
  const [ended, setEnded] = createSignal(left() <= 0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = () => {
    setEnded(left() <= 0);
    if (!ended()) timer = setTimeout(watch, Math.min(left() + 50, LOOK_AGAIN));
  };
  watch();
  onCleanup(() => clearTimeout(timer));

  const mine = () => props.poll.me ?? [];
  const share = (index: number) => {
    const count = props.poll.counts[index] ?? 0;
    return props.poll.voters === 0 ? 0 : Math.round((100 * count) / props.poll.voters);
  };
  const vote = async (answers: number[]) => {
    const before = [...mine()];
    messages.setVote(props.message.id, answers);
    try {
      const { channel_id, id: message_id } = props.message;
      await instance.commands.poll.vote({ channel_id, message_id, answers });
    } catch (error) {
      messages.setVote(props.message.id, before);
      say(`Your vote was not counted. ${sentence(error)}`, 'danger');
    }
  };
  const choose = (index: number, chosen: boolean) => {
    const others = props.poll.multiple ? mine().filter((one) => one !== index) : [];
    void vote(chosen ? [...others, index].sort((a, b) => a - b) : others);
  };
  return (
    <fieldset class="poll" disabled={ended()}>
      <legend class="poll-question">{props.poll.question}</legend>
      <For each={props.poll.answers}>
        {(answer, index) => (
          <label class="poll-answer" style={{ '--share': `${share(index())}%` }}>
            <input
              type={props.poll.multiple ? 'checkbox' : 'radio'}
              name={`poll ${props.message.id}`}
              checked={mine().includes(index())}
              onChange={(event) => choose(index(), event.currentTarget.checked)}
            />
            <span class="poll-text">{answer}</span>
            <span class="poll-share">
              {share(index())} %
              <span class="visually-hidden">
                , {props.poll.counts[index()] === 1 ? '1 vote' : `${props.poll.counts[index()] ?? 0} votes`}
              </span>
            </span>
          </label>
        )}
      </For>
      <p class="poll-foot">
        <span>{props.poll.voters === 1 ? '1 person has voted' : `${props.poll.voters} people have voted`}</span>
        <span aria-hidden="true">·</span>
        <span>{ended() ? 'Closed' : `Open until ${exactTime(props.poll.ends_at)}`}</span>
        <Show when={mine().length > 0 && !ended()}>
          <button type="button" onClick={() => void vote([])}>
            Take my vote back
          </button>
        </Show>
      </p>
    </fieldset>
  );
}
