import { For, type JSX, Show } from 'solid-js';
import { Button } from '../../components/Button/Button.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { LineSkeletons } from '../../components/Skeleton/Skeleton.tsx';
import type { createPages } from './paging.ts';

/** The rows of a list that is loaded a page at a time. */
export function Paged<T>(props: {
  pages: ReturnType<typeof createPages<T>>;
  /** Says what stands here when there is something. */
  empty: string;
  children: (item: T) => JSX.Element;
}) {
  return (
    <>
      <Notice look="danger">{props.pages.failure()}</Notice>
      <Show
        when={props.pages.items()}
        fallback={
          <Show when={!props.pages.failure()}>
            <LineSkeletons count={5} />
          </Show>
        }
      >
        {(items) => (
          <ul class="rows">
            <For each={items()} fallback={<li class="empty">{props.empty}</li>}>
              {(item) => props.children(item)}
            </For>
          </ul>
        )}
      </Show>
      <Show when={props.pages.hasMore()}>
        <div class="settings-acts">
          <Button busy={props.pages.busy()} onClick={() => void props.pages.more()}>
            Show earlier ones
          </Button>
        </div>
      </Show>
    </>
  );
}
