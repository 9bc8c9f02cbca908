import { For } from 'solid-js';
import { useApp } from '../../app/context.ts';
import type { Preferences } from '../../app/preferences.ts';
import { Switch } from '../../components/Switch/Switch.tsx';
import '../../components/TextField/TextField.css';
import './Appearance.css';

const THEMES: readonly { value: Preferences['theme']; name: string }[] = [
  { value: 'system', name: 'Like the device' },
  { value: 'light', name: 'Light' },
  { value: 'dark', name: 'Dark' },
];
const DENSITIES: readonly { value: Preferences['density']; name: string; note: string }[] = [
  { value: 'cozy', name: 'Cozy', note: 'Room around every message' },
  { value: 'compact', name: 'Compact', note: 'More messages at once' },
];

/** How this device shows everything; changes hold at once. */
export function Appearance() {
  const app = useApp();
  return (
    <>
      <fieldset class="settings-form">
        <legend class="field-label">Theme</legend>
        <div class="theme-choices">
          <For each={THEMES}>
            {(theme) => (
              <label class="choice">
                <input
                  type="radio"
                  class="visually-hidden"
                  name="theme"
                  checked={app.preferences.theme === theme.value}
                  onChange={() => app.setPreferences('theme', theme.value)}
                />
                <span class="theme-picture" data-picture={theme.value} aria-hidden="true">
                  <i />
                  <i />
                  <i />
                </span>
                <span class="choice-name">{theme.name}</span>
              </label>
            )}
          </For>
        </div>
      </fieldset>
      <fieldset class="settings-form">
        <legend class="field-label">Density</legend>
        <div class="density-choices">
          <For each={DENSITIES}>
            {(density) => (
              <label class="choice">
                <input
                  type="radio"
                  class="visually-hidden"
                  name="density"
                  checked={app.preferences.density === density.value}
                  onChange={() => app.setPreferences('density', density.value)}
                />
                <span class="choice-name">{density.name}</span>
                <span class="row-note">{density.note}</span>
              </label>
            )}
          </For>
        </div>
      </fieldset>
      <Switch
        label="Show link previews"
        hint="A card with the title and the picture of a page that a message links to. The pictures come from this instance."
        checked={app.preferences.linkPreviews}
        onChange={(on) => app.setPreferences('linkPreviews', on)}
      />
      <p class="row-note">These hold on this device only.</p>
    </>
  );
}
