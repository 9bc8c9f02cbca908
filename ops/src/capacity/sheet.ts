/** A number as the page shows it: whole from 100 on, else with three digits that count. */
export function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
}

/** Writes how something is worked out, with its numbers as the page shows numbers. */
export function how(texts: TemplateStringsArray, ...values: number[]): string {
  return texts.map((text, i) => (i === 0 ? text : number(values[i - 1]!) + text)).join('');
}

/** The lines of a calculation, in their order, each with its numbers in it. */
export class Sheet {
  readonly #rows: string[] = [];

  /** Adds a line. @returns its value. */
  add(what: string, way: string, value: number, unit = ''): number {
    this.#rows.push(`| ${what} | ${way} | **${`${number(value)} ${unit}`.trim()}** |`);
    return value;
  }

  /** The lines as a table. */
  toString(): string {
    return ['| What | How | Is |', '| --- | --- | --- |', ...this.#rows].join('\n');
  }
}
