import { type CommandArgument, LIMITS, OPTION_TYPES, type OptionChoice } from '@cozy/protocol';
import { createSignal, For, Match, Switch } from 'solid-js';
import { localized } from '../../conversation/interactions.ts';
import { TextField } from '../TextField/TextField.tsx';
import { Chooser } from './Chooser.tsx';
import { type Choice, createNamed, type Named } from './choices.ts';
import '../SelectField/SelectField.css';

/** What stands in a field: its value as text, and what is shown of it. */
export interface Given {
  text: string;
  shown?: string;
}

interface ArgumentFieldProps {
  option: CommandArgument;
  given: Given | undefined;
  fault: string | undefined;
  onGive: (given: Given) => void;
  /** Asks the bot for choices. */
  suggest: (query: string) => Promise<readonly OptionChoice[]>;
  autofocus: boolean;
}

const NAMED: Readonly<Record<number, Named>> = {
  [OPTION_TYPES.USER]: 'user',
  [OPTION_TYPES.CHANNEL]: 'channel',
  [OPTION_TYPES.ROLE]: 'role',
};

/**
 * Reads a field as its option's type.
 *
 * @returns undefined when there is nothing in it, or no such value.
 */
export function readValue({ type }: CommandArgument, given: Given | undefined): string | number | boolean | undefined {
  const text = given?.text ?? '';
  if (text === '') return undefined;
  if (type === OPTION_TYPES.BOOLEAN) return text === 'true';
  if (type !== OPTION_TYPES.INTEGER && type !== OPTION_TYPES.NUMBER) return text;
  const number = Number(text.replace(',', '.'));
  return Number.isFinite(number) ? number : undefined;
}

/** The field of one argument: as its type asks for it, with what is wrong below it. */
export function ArgumentField(props: ArgumentFieldProps) {
  const name = () => localized(props.option.name, props.option.name_localizations);
  const hint = () => localized(props.option.description, props.option.description_localizations);
  const fixed = (): Choice[] | undefined => {
    if (props.option.type === OPTION_TYPES.BOOLEAN) {
      return [
        { value: 'true', text: 'Yes' },
        { value: 'false', text: 'No' },
      ];
    }
    return props.option.choices?.map(toChoice);
  };
  return (
    <Switch
      fallback={
        <TextField
          label={name()}
          value={props.given?.text ?? ''}
          onChange={(text) => props.onGive({ text })}
          hint={hint()}
          error={props.fault}
          maxLength={props.option.max_length ?? LIMITS.optionValueLength}
          autofocus={props.autofocus}
        />
      }
    >
      <Match when={fixed()}>
        {(choices) => (
          <label class="field">
            <span class="field-label">{name()}</span>
            <select
              class="field-input select"
              aria-invalid={props.fault ? 'true' : undefined}
              data-invalid={props.fault ? '' : undefined}
              onChange={(event) => props.onGive({ text: event.currentTarget.value })}
            >
              <option value="">Choose</option>
              <For each={choices()}>{(choice) => <option value={choice.value}>{choice.text}</option>}</For>
            </select>
            <span class={props.fault ? 'field-error' : 'field-hint'}>{props.fault ?? hint()}</span>
          </label>
        )}
      </Match>
      <Match when={NAMED[props.option.type]}>
        {(kind) => <NamedField {...props} kind={kind()} label={name()} hint={hint()} />}
      </Match>
      <Match when={props.option.autocomplete}>
        <SuggestedField {...props} label={name()} hint={hint()} />
      </Match>
    </Switch>
  );
}

type PickProps = ArgumentFieldProps & { label: string; hint: string };

const chosenOf = (given: Given | undefined): Choice[] =>
  given?.text ? [{ value: given.text, text: given.shown ?? given.text }] : [];
const toGiven = ([choice]: readonly Choice[]): Given => ({ text: choice?.value ?? '', shown: choice?.text ?? '' });

function NamedField(props: PickProps & { kind: Named }) {
  const { choices, find } = createNamed(() => [props.kind]);
  return (
    <Chooser
      label={props.label}
      hint={props.hint}
      choices={choices()}
      chosen={chosenOf(props.given)}
      onChoose={(chosen) => props.onGive(toGiven(chosen))}
      onQuery={find}
      error={props.fault}
      autofocus={props.autofocus}
    />
  );
}

function SuggestedField(props: PickProps) {
  const [choices, setChoices] = createSignal<Choice[]>([]);
  const [failed, setFailed] = createSignal(false);
  const [looking, setLooking] = createSignal(false);
  let asked = 0;
  const suggest = async (query: string) => {
    const turn = ++asked;
    setLooking(true);
    try {
      const found = await props.suggest(query);
      // An answer to an earlier letter comes too late.
      if (turn !== asked) return;
      setChoices(found.map(toChoice));
      setFailed(false);
    } catch (error) {
      console.debug('The bot gave no choices.', error);
      if (turn === asked) setFailed(true);
    }
    if (turn === asked) setLooking(false);
  };
  return (
    <Chooser
      label={props.label}
      hint={failed() ? 'The bot gives no choices just now.' : props.hint}
      choices={choices()}
      chosen={chosenOf(props.given)}
      onChoose={(chosen) => props.onGive(toGiven(chosen))}
      onQuery={(query) => void suggest(query)}
      given
      looking={looking()}
      error={props.fault}
      autofocus={props.autofocus}
    />
  );
}

function toChoice({ name, name_localizations, value }: OptionChoice): Choice {
  return { value: String(value), text: localized(name, name_localizations) };
}
