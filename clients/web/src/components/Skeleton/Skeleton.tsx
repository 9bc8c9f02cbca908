import { For } from 'solid-js';
import './Skeleton.css';

const widths = [62, 84, 47, 73, 55, 90, 38, 66, 80, 51];
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Lines in the shape of a list that is on its way. */
export function LineSkeletons(props: { count: number }) {
  return (
    <div class="skeletons" aria-hidden="true">
      <For each={numbers(props.count)}>{(index) => <LineSkeleton index={index} />}</For>
    </div>
  );
}

/** One such line. */
export function LineSkeleton(props: { index: number }) {
  return (
    <div class="skeleton-line" aria-hidden="true">
      <span class="skeleton skeleton-round" />
      <span class="skeleton skeleton-bar" style={{ width: `${widths[props.index % widths.length]}%` }} />
    </div>
  );
}

/** A conversation that is on its way. */
export function MessageSkeletons() {
  return (
    <div class="skeletons skeleton-messages" aria-hidden="true">
      <For each={numbers(9)}>
        {(index) => (
          <div class="skeleton-message">
            <span class="skeleton skeleton-round" />
            <div class="skeleton-text">
              <span class="skeleton skeleton-bar" style={{ width: `${18 + (index % 3) * 5}%` }} />
              <span class="skeleton skeleton-bar" style={{ width: `${widths[index % widths.length]}%` }} />
            </div>
          </div>
        )}
      </For>
    </div>
  );
}

/** The panes of the app while nothing is known yet. */
export function ShellSkeleton() {
  return (
    <div class="skeleton-shell" aria-busy="true">
      <span class="visually-hidden">Loading</span>
      <div class="skeleton-side">
        <LineSkeletons count={9} />
      </div>
      <div class="skeleton-main">
        <MessageSkeletons />
      </div>
    </div>
  );
}
