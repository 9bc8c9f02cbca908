import { type CommunitySnapshot, type JoinQuestion, LIMITS } from '@cozy/protocol';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-solid';
import { createSignal, Index, Show } from 'solid-js';
import { createStore, produce, unwrap } from 'solid-js/store';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { Button, IconButton } from '../../components/Button/Button.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { SelectField } from '../../components/SelectField/SelectField.tsx';
import { Switch } from '../../components/Switch/Switch.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';
import './Joining.css';

const TYPES: readonly { value: JoinQuestion['type']; text: string }[] = [
  { value: 'text', text: 'One line' },
  { value: 'paragraph', text: 'Several lines' },
  { value: 'choice', text: 'A choice' },
];

/** What people are asked who want to join, and whether somebody lets them in. */
export function Joining(props: { community: CommunitySnapshot }) {
  const instance = useInstance();
  const [approval, setApproval] = createSignal(props.community.join?.approval ?? false);
  const [questions, setQuestions] = createStore<JoinQuestion[]>(
    structuredClone(unwrap(props.community.join?.questions ?? [])),
  );
  const [saved, setSaved] = createSignal(false);
  const action = createAction();
  const change = (act: (all: JoinQuestion[]) => void) => {
    setSaved(false);
    setQuestions(produce(act));
  };
  const add = () => change((all) => all.push({ label: '', type: 'text', required: true }));
  const move = (index: number, by: 1 | -1) =>
    change((all) => {
      const [moved] = all.splice(index, 1);
      if (moved) all.splice(index + by, 0, moved);
    });
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const asked = unwrap(questions).map(({ label, type, required, choices }) => ({
      label: label.trim(),
      type,
      required,
      ...(type === 'choice' && { choices: (choices ?? []).map((one) => one.trim()).filter(Boolean) }),
    }));
    const join = asked.length > 0 || approval() ? { approval: approval(), questions: asked } : null;
    setSaved(await action.run(() => instance.commands.community.update({ community_id: props.community.id, join })));
  };
  return (
    <form class="settings-form" onSubmit={save} novalidate>
      <p class="settings-lead">
        Whoever accepts an invitation, or joins because the community is public, is asked this first.
      </p>
      <Switch
        label="Let people in one by one"
        hint="They wait until someone who may kick members, or manages the community, has read their answers."
        checked={approval()}
        onChange={(wanted) => {
          setSaved(false);
          setApproval(wanted);
        }}
      />
      <ol class="join-form">
        <Index each={questions} fallback={<li class="empty">Nothing is asked yet.</li>}>
          {(question, index) => (
            <li class="join-form-question">
              <div class="join-form-head">
                <h2>Question {index + 1}</h2>
                <IconButton
                  icon={ArrowUp}
                  size={16}
                  label={`Move question ${index + 1} up`}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                />
                <IconButton
                  icon={ArrowDown}
                  size={16}
                  label={`Move question ${index + 1} down`}
                  disabled={index === questions.length - 1}
                  onClick={() => move(index, 1)}
                />
                <IconButton
                  icon={Trash2}
                  size={16}
                  label={`Remove question ${index + 1}`}
                  onClick={() => change((all) => all.splice(index, 1))}
                />
              </div>
              <TextField
                label="Question"
                value={question().label}
                onChange={(label) =>
                  change((all) => {
                    all[index]!.label = label;
                  })
                }
                maxLength={LIMITS.joinQuestionLength}
              />
              <SelectField
                label="Answer"
                value={question().type}
                options={TYPES}
                onChange={(type) =>
                  change((all) => {
                    all[index]!.type = type as JoinQuestion['type'];
                  })
                }
              />
              <Show when={question().type === 'choice'}>
                <TextField
                  label="Choices"
                  hint={`One on each line, ${LIMITS.joinChoices} at most.`}
                  value={(question().choices ?? []).join('\n')}
                  onChange={(text) =>
                    change((all) => {
                      all[index]!.choices = text.split('\n');
                    })
                  }
                  multiline
                />
              </Show>
              <Switch
                label="Has to be answered"
                checked={question().required}
                onChange={(required) =>
                  change((all) => {
                    all[index]!.required = required;
                  })
                }
              />
            </li>
          )}
        </Index>
      </ol>
      <Notice look="danger">{action.message() ?? action.field('join')}</Notice>
      <div class="settings-acts">
        <Button icon={Plus} disabled={questions.length >= LIMITS.joinQuestions} onClick={add}>
          Add a question
        </Button>
        <Button
          type="submit"
          look="primary"
          busy={action.busy()}
          disabled={questions.some(({ label }) => !label.trim())}
        >
          Save changes
        </Button>
        <span class="settings-saved" role="status">
          {saved() ? 'Saved' : ''}
        </span>
      </div>
    </form>
  );
}
