import type { LucideProps } from 'lucide-solid';
import type { Component } from 'solid-js';

/**
 * An icon of the one set, as decoration: what it means is said by the text or label beside it.
 *
 * @param props.of an icon of lucide-solid.
 * @param props.size 16 or 20 pixels.
 */
export function Icon(props: { of: Component<LucideProps>; size?: 16 | 20; class?: string }) {
  return (
    <props.of
      size={props.size ?? 16}
      stroke-width={1.75}
      class={props.class}
      style={{ flex: 'none' }}
      aria-hidden="true"
    />
  );
}
