/** What is another text each time; of these only the kind is compared, and the same one must stay the same. */
const KINDS: Record<string, RegExp> = {
  id: /^\d{17,20}$/,
  connection: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
};
/** Where sentences on wrong fields stand. */
const FIELD_ERROR = /\/e\/errors\//;
/** Where an invitation's code stands, which is another each time as well. */
const INVITATION = /\/invite\/code$/;
/** Numbers and sentences that may be others at every run, or in every version. */
const VARIES = new Set(['hue', 'sequence', 'replayed', 's', 'message', 'retry_after', 'heartbeat_interval']);
/** Maps from partition to sequence: which partitions there are follows from ids, which are others each time. */
const CURSORS = 'cursors';

/** What stands now for the ids and codes of a recording. */
export class Bindings {
  readonly #now = new Map<string, string>();
  readonly #recorded = new Map<string, string>();

  /** Learns that two texts mean the same. @returns false when one of them meant something else so far. */
  bind(recorded: string, now: string): boolean {
    const known = this.#now.get(recorded) ?? now;
    const inverse = this.#recorded.get(now) ?? recorded;
    this.#now.set(recorded, known);
    this.#recorded.set(now, inverse);
    return known === now && inverse === recorded;
  }

  /** Puts into recorded data what stands for its ids now, also within texts. */
  translate<T>(data: T): T {
    const text = JSON.stringify(data, (_key, value) => {
      if (typeof value !== 'string') return value;
      return this.#now.get(value) ?? value.replace(/\d{17,20}/g, (id) => this.#now.get(id) ?? id);
    });
    return JSON.parse(text) as T;
  }
}

/**
 * Compares what came with what was recorded, as a client of that time would see it: everything that it was told then
 * is there, of the same type and with the same value where values do not change by themselves. More fields than then
 * do not matter [GW-5].
 *
 * @param bindings learns what the recording's ids are now.
 * @returns what differs, each with its path; nothing when it fits.
 */
export function differences(recorded: unknown, now: unknown, bindings: Bindings, path = ''): string[] {
  const field = path.slice(path.lastIndexOf('/') + 1);
  const differs = () => [`${path}: ${JSON.stringify(recorded)} was recorded, ${JSON.stringify(now)} came`];
  if (kindOf(recorded) !== kindOf(now)) return differs();
  if (field === CURSORS) {
    const good = Object.entries(now as object).every(([key, value]) => /^\d+$/.test(key) && Number.isInteger(value));
    return good ? [] : differs();
  }
  if (Array.isArray(recorded)) {
    const list = now as unknown[];
    if (field !== 's' && list.length !== recorded.length) return differs();
    return recorded.flatMap((one, i) => differences(one, list[i], bindings, field === 's' ? path : `${path}/${i}`));
  }
  if (typeof recorded === 'object' && recorded !== null) {
    const map = now as Record<string, unknown>;
    return Object.entries(recorded).flatMap(([name, value]) =>
      differences(value, map[name], bindings, `${path}/${name}`),
    );
  }
  if (recorded === now || VARIES.has(field)) return [];
  return typeof recorded === 'string' && sameText(recorded, now as string, bindings, path) ? [] : differs();
}

function sameText(recorded: string, now: string, bindings: Bindings, path: string): boolean {
  // The sentence on a wrong field is for people; programs go by the code and the field.
  if (FIELD_ERROR.test(path)) return now !== '';
  const kind = INVITATION.test(path) ? /./ : Object.values(KINDS).find((pattern) => pattern.test(recorded));
  if (!kind) return bindings.translate(recorded) === now;
  return kind.test(now) && (kind === KINDS.time || bindings.bind(recorded, now));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
