import { For } from 'solid-js';
import '../Skeleton/Skeleton.css';
import './PostSkeletons.css';

/** Posts that are on their way. */
export function PostSkeletons() {
  return (
    <div class="skeletons skeleton-posts" aria-hidden="true">
      <For each={[38, 54, 46]}>
        {(title) => (
          <div class="skeleton-post">
            <div class="skeleton-line">
              <span class="skeleton skeleton-round" />
              <span class="skeleton skeleton-bar" style={{ width: '22%' }} />
            </div>
            <span class="skeleton skeleton-bar" style={{ width: `${title}%` }} />
            <span class="skeleton skeleton-bar" style={{ width: '94%' }} />
            <span class="skeleton skeleton-bar" style={{ width: '71%' }} />
          </div>
        )}
      </For>
    </div>
  );
}
