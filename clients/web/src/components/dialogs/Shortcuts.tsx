import { For } from 'solid-js';
import { SHORTCUTS } from '../../app/keys.ts';
import { Dialog } from '../Dialog/Dialog.tsx';
import './Shortcuts.css';

/** Every keyboard shortcut, by where it works. */
export default function Shortcuts(props: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={props.onClose}>
      {/* It can be scrolled by keys, and the focus starts here rather than at the cross, whose tooltip would take Escape. */}
      <section class="shortcuts" aria-label="All shortcuts" tabindex="0">
        <For each={SHORTCUTS}>
          {({ where, shortcuts }) => (
            <div>
              <h3 class="shortcuts-where">{where}</h3>
              <dl class="shortcuts-list">
                <For each={shortcuts}>
                  {({ keys, does }) => (
                    <div class="shortcut">
                      <dt>{does}</dt>
                      <dd>
                        <For each={keys}>{(key) => <kbd class="key">{key}</kbd>}</For>
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
            </div>
          )}
        </For>
      </section>
    </Dialog>
  );
}
