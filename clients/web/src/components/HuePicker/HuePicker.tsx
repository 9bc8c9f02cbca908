import { For } from 'solid-js';
import '../TextField/TextField.css';
import './HuePicker.css';

/** Degrees between two swatches; finer steps cannot be told apart at the marks' chroma. */
const STEP = 30;
const HUES = Array.from({ length: 360 / STEP }, (_, index) => (index * STEP + 20) % 360);

/** A choice among hues; lightness and chroma come from the theme, so every choice can be read. */
export function HuePicker(props: {
  label: string;
  value: number | null;
  onChange: (hue: number | null) => void;
  /** Offers "no colour of its own" too. */
  optional?: boolean;
}) {
  const near = (hue: number) => props.value !== null && Math.abs(((props.value - hue + 540) % 360) - 180) < STEP / 2;
  return (
    <fieldset class="hues">
      <legend class="field-label">{props.label}</legend>
      <div class="hues-row">
        {props.optional && (
          <label class="hue hue-none" title="No colour">
            <input
              type="radio"
              class="visually-hidden"
              name={props.label}
              checked={props.value === null}
              onChange={() => props.onChange(null)}
            />
            <span class="visually-hidden">No colour</span>
          </label>
        )}
        <For each={HUES}>
          {(hue) => (
            <label class="hue" style={{ '--hue': hue }}>
              <input
                type="radio"
                class="visually-hidden"
                name={props.label}
                checked={near(hue)}
                onChange={() => props.onChange(hue)}
              />
              <span class="visually-hidden">Hue {hue}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
