import { type JoinAnswer, type JoinForm, type JoinQuestion, LIMITS } from '@cozy/protocol';
import { createSignal, For, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { Button } from '../Button/Button.tsx';
import { SelectField } from '../SelectField/SelectField.tsx';
import { TextField } from '../TextField/TextField.tsx';

/** The questions of a community, to be answered by who wants to join it. */
export function JoinQuestions(props: { form: JoinForm; busy: boolean; onSubmit: (answers: JoinAnswer[]) => void }) {
  const [answers, setAnswers] = createStore<Record<string, string>>({});
  const [tried, setTried] = createSignal(false);
  const given = ({ label }: JoinQuestion) => (answers[label] ?? '').trim();
  const missing = (question: JoinQuestion) =>
    tried() && question.required && !given(question) ? 'This has to be answered.' : undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    const { questions } = props.form;
    if (questions.some((question) => question.required && !given(question))) return;
    props.onSubmit(questions.filter(given).map((question) => ({ question: question.label, answer: given(question) })));
  };
  return (
    <form class="join-questions" onSubmit={submit} novalidate>
      <For each={props.form.questions}>
        {(question) => {
          const label = () => (question.required ? question.label : `${question.label} (optional)`);
          return (
            <Show
              when={question.type === 'choice'}
              fallback={
                <TextField
                  label={label()}
                  value={answers[question.label] ?? ''}
                  onChange={(value) => setAnswers(question.label, value)}
                  multiline={question.type === 'paragraph'}
                  maxLength={question.type === 'paragraph' ? LIMITS.joinAnswerLength : 200}
                  required={question.required}
                  error={missing(question)}
                />
              }
            >
              <SelectField
                label={label()}
                value={answers[question.label] ?? ''}
                options={[
                  { value: '', text: 'Choose one' },
                  ...(question.choices ?? []).map((choice) => ({ value: choice, text: choice })),
                ]}
                onChange={(value) => setAnswers(question.label, value)}
                error={missing(question)}
              />
            </Show>
          );
        }}
      </For>
      <Button type="submit" look="primary" wide busy={props.busy}>
        {props.form.approval ? 'Ask to join' : 'Join'}
      </Button>
    </form>
  );
}
