import { type CommandArgument, CozyError, type GivenOption } from '@cozy/protocol';
import { Plus, SendHorizontal, X } from 'lucide-solid';
import { createSignal, For, onMount, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { createInteractions, localized } from '../../conversation/interactions.ts';
import { Button, IconButton } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { ArgumentField, type Given, readValue } from './ArgumentField.tsx';
import type { Callable } from './callable.ts';
import './SlashForm.css';

interface SlashFormProps {
  channelId: string;
  threadId?: string | undefined;
  callable: Callable;
  /** It was called, or is not to be. */
  onClose: () => void;
}

/** Asks for a command's arguments in the composer's place, and calls it. What is wrong is said beside its field. */
export default function SlashForm(props: SlashFormProps) {
  const call = createInteractions(useInstance());
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const [faults, setFaults] = createStore<Record<string, string | undefined>>({});
  const [given, setGiven] = createStore<Record<string, Given>>({});
  const [added, setAdded] = createSignal<readonly string[]>([]);
  let form: HTMLFormElement | undefined;

  const shown = () => props.callable.options.filter(({ name, required }) => required || added().includes(name));
  const others = () => props.callable.options.filter((option) => !shown().includes(option));
  const values = (): GivenOption[] =>
    shown().flatMap((option) => {
      const value = readValue(option, given[option.name]);
      return value === undefined ? [] : [{ name: option.name, value }];
    });
  const input = (options: GivenOption[]) => {
    const { command, subcommand } = props.callable;
    return {
      channel_id: props.channelId,
      ...(props.threadId && { thread_id: props.threadId }),
      command_id: command.id,
      ...(subcommand ? { options: [{ name: subcommand, options }] } : options.length > 0 && { options }),
    };
  };
  const suggest = async (option: CommandArgument, query: string) => {
    const others = values().filter(({ name }) => name !== option.name);
    const options = [...others, { name: option.name, value: query, focused: true }];
    const { choices = [] } = await call({ ...input(options), type: 4 });
    return choices;
  };

  const check = () => {
    let sound = true;
    for (const option of shown()) {
      const { text = '' } = given[option.name] ?? {};
      const missing = text === '' && option.required;
      const unread = text !== '' && readValue(option, given[option.name]) === undefined;
      setFaults(option.name, missing ? 'This is needed.' : unread ? 'Must be a number.' : undefined);
      if (missing || unread) sound = false;
    }
    return sound;
  };
  const sendButton = () => form?.querySelector<HTMLElement>('.slash-send');
  const focusFault = () => {
    const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] input');
    // The button has lost the focus, if it had it, while it could not be pressed.
    (wrong ?? (form?.contains(document.activeElement) ? undefined : sendButton()))?.focus();
  };
  const send = async () => {
    if (busy()) return;
    if (!check()) {
      focusFault();
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      await call({ ...input(values()), type: 2 });
      props.onClose();
    } catch (error) {
      const own = error instanceof CozyError ? Object.entries(error.errors ?? {}) : [];
      const known = own.filter(([path]) => shown().some(({ name }) => path === `/options/${name}`));
      for (const [path, fault] of known) setFaults(path.slice('/options/'.length), fault);
      if (known.length === 0) setFailure(sentence(error));
      setBusy(false);
      focusFault();
    }
  };
  onMount(() => (form?.querySelector<HTMLElement>('input, select') ?? sendButton())?.focus());

  return (
    <form
      ref={form}
      class="slash-form"
      aria-label={`Command ${props.callable.name}`}
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        props.onClose();
      }}
    >
      <header class="slash-head">
        <span class="slash-chip">/{props.callable.name}</span>
        <span class="slash-note truncate">
          {props.callable.description} · {props.callable.by}
        </span>
        <IconButton icon={X} size={16} label="Cancel the command" onClick={() => props.onClose()} />
      </header>
      <Show when={shown().length > 0}>
        <div class="slash-fields">
          <For each={shown()}>
            {(option) => (
              <ArgumentField
                option={option}
                given={given[option.name]}
                fault={faults[option.name]}
                onGive={(value) => {
                  setGiven(option.name, value);
                  setFaults(option.name, undefined);
                }}
                suggest={(query) => suggest(option, query)}
                autofocus={added().at(-1) === option.name}
              />
            )}
          </For>
        </div>
      </Show>
      <Show when={failure()}>
        <p class="slash-failed" role="alert">
          {failure()}
        </p>
      </Show>
      <footer class="slash-foot">
        <For each={others()}>
          {(option) => (
            <button
              type="button"
              class="slash-add"
              title={localized(option.description, option.description_localizations)}
              onClick={() => setAdded((all) => [...all, option.name])}
            >
              <Icon of={Plus} />
              {localized(option.name, option.name_localizations)}
            </button>
          )}
        </For>
        <Button type="submit" look="primary" icon={SendHorizontal} class="slash-send" busy={busy()}>
          {busy() ? `Waiting for ${props.callable.by}…` : 'Send'}
        </Button>
      </footer>
    </form>
  );
}
