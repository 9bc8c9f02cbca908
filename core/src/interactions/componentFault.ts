import { type ActionRow, BUTTON_STYLES, COMPONENTS, type Component, CozyError, LIMITS } from '@cozy/protocol';

/**
 * Refuses components of a message or modal that do not belong together; their shapes are checked already.
 *
 * @param modal whether they are a modal's, which holds text inputs only; a message holds none.
 * @throws CozyError INVALID_INPUT, with what is wrong at each row, such as `/components/0`.
 */
export function requireComponents(rows: readonly ActionRow[], modal = false): void {
  const ids = new Set<string>();
  const errors: Record<string, string> = {};
  for (const [row, { components }] of rows.entries()) {
    const alone = components.length === 1 || components.every(({ type }) => type === COMPONENTS.BUTTON);
    const faults = [alone ? null : 'Only buttons can stand beside each other.'];
    for (const component of components) {
      const { custom_id } = component;
      faults.push(faultOf(component, modal));
      if (custom_id === undefined) continue;
      if (ids.has(custom_id)) faults.push(`Two components have the custom_id ${custom_id}.`);
      ids.add(custom_id);
    }
    const first = faults.find((fault) => fault !== null);
    if (first) errors[`/components/${row}`] = first;
  }
  if (Object.keys(errors).length > 0) throw new CozyError('INVALID_INPUT', { errors });
}

function faultOf(component: Component, modal: boolean): string | null {
  const { type, style, custom_id, options } = component;
  if ((type === COMPONENTS.TEXT_INPUT) !== modal) {
    return modal ? 'A modal holds text inputs only.' : 'A text input can only be in a modal.';
  }
  if (type === COMPONENTS.BUTTON) {
    if (!component.label && !component.emoji) return 'A button needs a label or an emoji.';
    const link = style === BUTTON_STYLES.LINK;
    if (link !== (component.url !== undefined)) return 'A button of style 5 needs a url, and no other has one.';
    return link === (custom_id === undefined) ? null : 'A button needs a custom_id, unless its style is 5.';
  }
  if (custom_id === undefined) return 'A custom_id is needed.';
  if (modal) {
    const { label, min_length = 0, max_length = LIMITS.textInputLength } = component;
    if (!label) return 'A text input needs a label.';
    return min_length > max_length ? 'min_length must not be above max_length.' : null;
  }
  const { min_values = 1, max_values = 1 } = component;
  if (min_values > max_values) return 'min_values must not be above max_values.';
  if ((type === COMPONENTS.STRING_SELECT) !== (options !== undefined)) {
    return 'A string select needs options, and no other has them.';
  }
  const values = new Set(options?.map(({ value }) => value));
  return values.size < (options?.length ?? 0) ? 'Two options have the same value.' : null;
}
