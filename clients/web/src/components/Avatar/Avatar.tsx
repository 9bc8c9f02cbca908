import type { Status } from '@cozy/protocol';
import { Show } from 'solid-js';
import './Avatar.css';

/** What each presence is called. */
export const STATUS_NAMES: Record<Status, string> = {
  online: 'Online',
  idle: 'Away',
  dnd: 'Do not disturb',
  offline: 'Offline',
};

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Up to two first letters of a name, whole graphemes, so that emoji and accents stay intact. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s_.-]+/)
    .filter(Boolean);
  const first = (word: string | undefined) => (word ? ([...graphemes.segment(word)][0]?.segment ?? '') : '');
  const letters = words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0]);
  return letters.toLocaleUpperCase() || '?';
}

/**
 * A person's mark: initials on their hue, with their presence when it is known. Decoration beside a name.
 *
 * @param props.size in pixels.
 */
export function Avatar(props: { name: string; hue: number; size?: number; status?: Status; bot?: boolean }) {
  const size = () => props.size ?? 36;
  return (
    <span
      class="avatar"
      data-bot={props.bot ? '' : undefined}
      style={{ '--hue': props.hue, '--size': `${size()}px` }}
      aria-hidden="true"
    >
      <span
        class="avatar-mark"
        data-cut={props.status && props.status !== 'offline' ? '' : undefined}
        data-initials={initials(props.name)}
      />
      <Show when={props.status && props.status !== 'offline' ? props.status : undefined}>
        {(status) => <StatusDot status={status()} />}
      </Show>
    </span>
  );
}

/** A presence as a mark whose shape differs too, not only its colour. */
export function StatusDot(props: { status: Status }) {
  return <span class="status-dot" data-status={props.status} aria-hidden="true" />;
}

/** A community's mark. */
export function CommunityMark(props: { name: string; hue: number; size?: number }) {
  return (
    <span
      class="community-mark"
      style={{ '--hue': props.hue, '--size': `${props.size ?? 44}px` }}
      data-initials={initials(props.name)}
      aria-hidden="true"
    />
  );
}
