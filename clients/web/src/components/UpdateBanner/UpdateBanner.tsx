import { Sparkles } from 'lucide-solid';
import { Show } from 'solid-js';
import { isOutdated, openOtherBuild } from '../../app/serviceWorker.ts';
import { Icon } from '../Icon/Icon.tsx';
import '../ConnectionBanner/ConnectionBanner.css';

/** Says that a newer Cozy is on the device, and opens it when the person wants. */
export function UpdateBanner() {
  return (
    <div role="status" class="banner-region">
      <Show when={isOutdated()}>
        <div class="banner">
          <Icon of={Sparkles} />
          <span>There is a newer Cozy.</span>
          <button type="button" class="banner-try" onClick={openOtherBuild}>
            Reload
          </button>
        </div>
      </Show>
    </div>
  );
}
