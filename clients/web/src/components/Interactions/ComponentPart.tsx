import { BUTTON_STYLES, COMPONENTS, type Component } from '@cozy/protocol';
import { ExternalLink } from 'lucide-solid';
import { createEffect, createSignal, For, Match, on, Show, Switch } from 'solid-js';
import { Button } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { Chooser } from './Chooser.tsx';
import { type Choice, createNamed, type Named } from './choices.ts';
import '../SelectField/SelectField.css';

interface ComponentPartProps {
  component: Component;
  /** Another one of the message is being used. */
  busy: boolean;
  /** Gives whether it worked. */
  onUse: (customId: string, values?: string[]) => Promise<boolean>;
}

const LOOKS: Readonly<Record<number, 'primary' | 'danger'>> = {
  [BUTTON_STYLES.PRIMARY]: 'primary',
  [BUTTON_STYLES.DANGER]: 'danger',
};

/** What can be chosen in a select that has no options of its own, and what it is called. */
const NAMED: Readonly<Record<number, { kinds: readonly Named[]; label: string }>> = {
  [COMPONENTS.USER_SELECT]: { kinds: ['user'], label: 'Choose people' },
  [COMPONENTS.ROLE_SELECT]: { kinds: ['role'], label: 'Choose roles' },
  [COMPONENTS.MENTIONABLE_SELECT]: { kinds: ['user', 'role'], label: 'Choose people or roles' },
  [COMPONENTS.CHANNEL_SELECT]: { kinds: ['channel'], label: 'Choose channels' },
};

/** A button or select of a bot's message. */
export function ComponentPart(props: ComponentPartProps) {
  const [used, setUsed] = createSignal(false);
  const use = async (values?: string[]) => {
    setUsed(true);
    const done = await props.onUse(props.component.custom_id ?? '', values);
    setUsed(false);
    return done;
  };
  const disabled = () => props.component.disabled === true || props.busy;
  return (
    <Switch fallback={<Select component={props.component} disabled={disabled()} onUse={use} />}>
      <Match when={props.component.url}>
        {(url) => (
          <a class="button" data-look="secondary" href={url()} target="_blank" rel="noopener noreferrer nofollow">
            <Label component={props.component} />
            <Icon of={ExternalLink} />
          </a>
        )}
      </Match>
      <Match when={props.component.type === COMPONENTS.BUTTON}>
        <Button
          look={LOOKS[props.component.style ?? 0] ?? 'secondary'}
          class={props.component.style === BUTTON_STYLES.SUCCESS ? 'bot-success' : ''}
          disabled={disabled()}
          aria-busy={used()}
          onClick={() => void use()}
        >
          <Label component={props.component} />
        </Button>
      </Match>
    </Switch>
  );
}

function Label(props: { component: Component }) {
  return (
    <>
      <Show when={props.component.emoji}>{(emoji) => <span class="bot-emoji">{emoji().name}</span>}</Show>
      {props.component.label}
    </>
  );
}

interface SelectProps {
  component: Component;
  disabled: boolean;
  onUse: (values: string[]) => Promise<boolean>;
}

function Select(props: SelectProps) {
  const several = () => (props.component.max_values ?? 1) > 1 || props.component.min_values === 0;
  return (
    <Show when={props.component.options && !several()} fallback={<Several {...props} multiple={several()} />}>
      <One {...props} />
    </Show>
  );
}

// The device's own list suits every screen, where one of a few is chosen.
function One(props: SelectProps) {
  const label = () => props.component.placeholder ?? 'Choose one';
  const first = () => props.component.options?.find((option) => option.default)?.value ?? '';
  const choose = async (select: HTMLSelectElement) => {
    if (select.value && !(await props.onUse([select.value]))) select.value = first();
  };
  return (
    <select
      class="field-input select bot-select"
      aria-label={label()}
      disabled={props.disabled}
      onChange={(event) => void choose(event.currentTarget)}
    >
      <option value="" selected={first() === ''} disabled>
        {label()}
      </option>
      <For each={props.component.options}>
        {(option) => (
          <option value={option.value} selected={option.value === first()}>
            {option.description ? `${option.label} – ${option.description}` : option.label}
          </option>
        )}
      </For>
    </select>
  );
}

function Several(props: SelectProps & { multiple: boolean }) {
  const named = () => NAMED[props.component.type] ?? { kinds: [], label: 'Choose' };
  const { choices, find } = createNamed(() => named().kinds);
  const options = (): Choice[] =>
    props.component.options?.map(({ value, label, description }) => ({ value, text: label, note: description })) ??
    choices();
  const first = () => {
    const chosen = props.component.options?.filter((option) => option.default).map(({ value }) => value) ?? [];
    return options().filter(({ value }) => chosen.includes(value));
  };
  const [chosen, setChosen] = createSignal<Choice[]>(first());
  const [fault, setFault] = createSignal<string>();
  createEffect(
    on(
      () => props.component.options,
      () => setChosen(first()),
      { defer: true },
    ),
  );
  const least = () => props.component.min_values ?? 1;
  const most = () => props.component.max_values ?? 1;
  let sent = '';
  const send = () => {
    const values = chosen().map(({ value }) => value);
    const key = values.join();
    if (key === sent || (key === '' && sent === '')) return;
    if (values.length < least() || values.length > most()) {
      setFault(least() === most() ? `Choose ${least()}.` : `Choose ${least()} to ${most()}.`);
      return;
    }
    setFault(undefined);
    sent = key;
    void props.onUse(values).then((done) => {
      if (!done) sent = '';
    });
  };
  const choose = (next: Choice[]) => {
    setChosen(next);
    if (!props.multiple) send();
  };
  return (
    <div class="bot-select">
      <Chooser
        label={props.component.placeholder ?? named().label}
        hideLabel
        placeholder={props.component.placeholder ?? named().label}
        choices={options()}
        chosen={chosen()}
        multiple={props.multiple}
        disabled={props.disabled}
        error={fault()}
        onChoose={choose}
        onQuery={find}
        onClose={() => props.multiple && send()}
      />
    </div>
  );
}
