import { For, type JSX, Match, type Resource, Switch } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { sentence } from '../../app/errors.ts';
import './Notes.css';

interface NotesProps<T> {
  title: string;
  notes: Resource<T[]>;
  /** Said before the reason when they could not be loaded. */
  failure: string;
  /** Stands in place of the list when there is nothing in it. */
  empty: JSX.Element;
  /** Whether their order means something. */
  ordered?: boolean;
  /** A line of the list, an `li` of the class `note`. */
  children: (note: T) => JSX.Element;
  /** Stands below the list. */
  foot?: JSX.Element;
}

/** A small list beside what it is about, loaded when it is opened. */
export function Notes<T>(props: NotesProps<T>) {
  return (
    <section class="notes" aria-busy={props.notes.loading}>
      <h2 class="notes-title">{props.title}</h2>
      <Switch>
        <Match when={props.notes.error}>
          <p class="notes-empty" role="alert">
            {props.failure} {sentence(props.notes.error)}
          </p>
        </Match>
        <Match when={props.notes.loading}>
          <p class="notes-empty">Loading…</p>
        </Match>
        <Match when={props.notes()?.length === 0}>
          <p class="notes-empty">{props.empty}</p>
        </Match>
        <Match when={props.notes()}>
          {(notes) => (
            <Dynamic component={props.ordered ? 'ol' : 'ul'} class="notes-list">
              <For each={notes()}>{props.children}</For>
            </Dynamic>
          )}
        </Match>
      </Switch>
      {props.foot}
    </section>
  );
}
