import { LIMITS } from '@cozy/protocol';
import { createSignal, Index } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { Button } from '../Button/Button.tsx';
import { Dialog } from '../Dialog/Dialog.tsx';
import { Notice } from '../Notice/Notice.tsx';
import { SelectField } from '../SelectField/SelectField.tsx';
import { Switch } from '../Switch/Switch.tsx';
import { TextField } from '../TextField/TextField.tsx';

/** How long a poll can be open, by seconds. */
const DURATIONS = [
  { value: '3600', text: '1 hour' },
  { value: '28800', text: '8 hours' },
  { value: '86400', text: '1 day' },
  { value: '259200', text: '3 days' },
  { value: '604800', text: '1 week' },
];

/** Asks for a question and its answers, and sends the poll. */
export default function CreatePoll(props: { channelId: string; onClose: () => void }) {
  const instance = useInstance();
  const action = createAction();
  const nonce = crypto.randomUUID();
  const [question, setQuestion] = createSignal('');
  const [answers, setAnswers] = createSignal(['', '']);
  const [multiple, setMultiple] = createSignal(false);
  const [duration, setDuration] = createSignal('86400');
  const given = () => [...new Set(answers().map((answer) => answer.trim()))].filter(Boolean);
  const send = async () => {
    const input = { channel_id: props.channelId, question: question().trim(), answers: given(), nonce };
    const more = { multiple: multiple(), duration: Number(duration()) };
    if (await action.run(() => instance.commands.poll.create({ ...input, ...more }))) props.onClose();
  };
  // The last field is always empty, so that another answer needs no button.
  const write = (index: number, answer: string) =>
    setAnswers((all) => {
      const next = all.map((one, i) => (i === index ? answer : one));
      return next.at(-1) !== '' && next.length < LIMITS.pollAnswers ? [...next, ''] : next;
    });
  return (
    <Dialog
      title="Ask a question"
      description="Everyone sees how many have voted for what, and nobody sees who."
      onClose={props.onClose}
      onSubmit={() => void send()}
      actions={
        <>
          <Button look="quiet" onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button
            type="submit"
            look="primary"
            busy={action.busy()}
            disabled={question().trim() === '' || given().length < 2}
          >
            Send poll
          </Button>
        </>
      }
    >
      <Notice look="danger">{action.message()}</Notice>
      <TextField
        label="Question"
        value={question()}
        onChange={setQuestion}
        maxLength={LIMITS.pollQuestionLength}
        autofocus
      />
      <Index each={answers()}>
        {(answer, index) => (
          <TextField
            label={`Answer ${index + 1}`}
            value={answer()}
            onChange={(text) => write(index, text)}
            maxLength={LIMITS.pollAnswerLength}
          />
        )}
      </Index>
      <Switch label="Several answers may be chosen" checked={multiple()} onChange={setMultiple} />
      <SelectField label="Open for" value={duration()} options={DURATIONS} onChange={setDuration} />
    </Dialog>
  );
}
