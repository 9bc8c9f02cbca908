/** Named values that a script's frames may refer to: `define`d ones, matched frames (`as`, `last`) and the counter `i`. */
export type Values = Record<string, unknown>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function lookUp(path: string, values: Values): unknown {
  let found: unknown = values;
  for (const key of path.split('.')) {
    if (!isRecord(found) && !Array.isArray(found)) throw new Error(`$${path} does not exist.`);
    found = (found as Record<string, unknown>)[key];
  }
  if (found === undefined) throw new Error(`$${path} does not exist.`);
  return found;
}

/**
 * Fills a script's value in: `"$path"` becomes the named value, `{$path}` inside a longer text its text, and the key
 * `"..."` of an object spreads another object under its own fields.
 *
 * @param value as written in the script.
 * @param values what names stand for; a named value is filled in too.
 * @returns a new value.
 * @throws Error when a name does not exist.
 */
export function fill(value: unknown, values: Values): unknown {
  if (typeof value === 'string') {
    const whole = /^\$([a-z][a-z0-9_.]*)$/.exec(value)?.[1];
    if (whole) return fill(lookUp(whole, values), values);
    return value.replace(/\{\$([a-z][a-z0-9_.]*)\}/g, (_, path: string) => String(lookUp(path, values)));
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, values));
  if (!isRecord(value)) return value;
  const { '...': base, ...own } = value;
  const filled = Object.fromEntries(Object.entries(own).map(([key, item]) => [key, fill(item, values)]));
  return base === undefined ? filled : { ...(fill(base, values) as object), ...filled };
}

/**
 * Tells whether a value has all that a pattern names. Objects may have more fields; arrays must be as long; `"*"` fits
 * anything that is there.
 *
 * @param pattern a filled-in pattern.
 * @param value what came.
 */
export function fits(pattern: unknown, value: unknown): boolean {
  if (pattern === '*') return value !== undefined && value !== null;
  if (Array.isArray(pattern)) {
    return (
      Array.isArray(value) &&
      value.length === pattern.length &&
      pattern.every((item, index) => fits(item, (value as unknown[])[index]))
    );
  }
  if (isRecord(pattern)) {
    return isRecord(value) && Object.entries(pattern).every(([key, item]) => fits(item, value[key]));
  }
  return Object.is(pattern, value);
}
