import type { JSX } from 'solid-js';

/** A component in some of its states. */
export function Story(props: { title: string; children: JSX.Element }) {
  return (
    <section class="story" aria-label={props.title}>
      <h2>{props.title}</h2>
      <div class="story-states">{props.children}</div>
    </section>
  );
}

/** One state, with its name. */
export function State(props: { name: string; children: JSX.Element }) {
  return (
    <figure class="state">
      <figcaption>{props.name}</figcaption>
      {props.children}
    </figure>
  );
}

/** Texts that layouts break on. */
export const LONG =
  'A name that somebody has typed without ever lifting a finger from the keyboard, and then some more of it';
export const UNBROKEN = 'w'.repeat(120);
export const RIGHT_TO_LEFT = 'صورة من الحديقة يوم السبت';
