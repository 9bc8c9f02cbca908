/** One piece of what is to be compressed. */
export interface Sample {
  bytes: Uint8Array;
  /** Where it comes from. What only one source says is no use to the others. */
  source: number;
  /** How often it is sent, against the other samples. */
  weight: number;
}

interface CoverOptions {
  /** Bytes of the dictionary. */
  size: number;
  /** Bytes of the pieces that it is put together from, at most. */
  segment: number;
  /** Bytes of the substrings by which a piece is judged. */
  window: number;
  /** In how many sources a substring must be found to count. */
  sources: number;
}

/**
 * Makes a dictionary for deflate: the pieces of the samples whose substrings are found most often in all of them, each
 * substring counted once; the best at the end, where distances are short. The same samples give the same dictionary.
 * Source: COVER, https://github.com/facebook/zstd/blob/dev/lib/dictBuilder/cover.c, after Liao, Petri, Moffat and Wirth,
 * "Effective Construction of Relative Lempel-Ziv Dictionaries" (WWW 2016); without its epochs, since the samples are few.
 *
 * @param samples in any order; ties go to the earlier one.
 * @returns `size` bytes, fewer when nothing more is repeated.
 */
export function coverDictionary(samples: readonly Sample[], { size, segment, window, sources }: CoverOptions): Buffer {
  const worth = substringWorth(samples, window, sources);
  const pieces: Buffer[] = [];
  let left = size;
  while (left >= window) {
    const best = bestSegment(worth, Math.min(segment, left), window);
    if (!best) break;
    const piece = Buffer.from(samples[best.sample]!.bytes.subarray(best.start, best.end));
    // What is covered is worth nothing a second time.
    for (const id of worth.ids[best.sample]!.subarray(best.start, best.end - window + 1)) worth.of[id] = 0;
    pieces.unshift(piece);
    left -= piece.length;
  }
  return Buffer.concat(pieces);
}

interface Worth {
  /** For each sample, the number of the substring that begins at each byte. */
  ids: Uint32Array[];
  /** For each substring, the weight of the samples that have it. */
  of: Float64Array;
}

function substringWorth(samples: readonly Sample[], window: number, sources: number): Worth {
  const numbers = new Map<string, number>();
  const weights: number[] = [];
  const found: Set<number>[] = [];
  const ids = samples.map(({ bytes, source, weight }) => {
    const text = Buffer.from(bytes).toString('latin1');
    const own = Uint32Array.from({ length: Math.max(0, text.length - window + 1) }, (_, at) => {
      const key = text.slice(at, at + window);
      const id = numbers.get(key) ?? numbers.size;
      numbers.set(key, id);
      return id;
    });
    for (const id of new Set(own)) {
      weights[id] = (weights[id] ?? 0) + weight;
      found[id] = (found[id] ?? new Set()).add(source);
    }
    return own;
  });
  return { ids, of: Float64Array.from(weights, (weight, id) => (found[id]!.size < sources ? 0 : weight)) };
}

interface Segment {
  sample: number;
  start: number;
  end: number;
}

function bestSegment({ ids, of }: Worth, segment: number, window: number): Segment | undefined {
  const count = segment - window + 1;
  const inside = new Uint32Array(of.length);
  let best: Segment | undefined;
  let bestScore = 0;
  for (const [sample, own] of ids.entries()) {
    let score = 0;
    for (let at = 0; at < own.length; at++) {
      const entering = own[at]!;
      if (inside[entering]!++ === 0) score += of[entering]!;
      if (at >= count) {
        const leaving = own[at - count]!;
        if (--inside[leaving]! === 0) score -= of[leaving]!;
      }
      if (score > bestScore) {
        bestScore = score;
        best = { sample, start: Math.max(0, at - count + 1), end: at + window };
      }
    }
    for (const id of own.subarray(Math.max(0, own.length - count))) inside[id] = 0;
  }
  if (!best) return undefined;
  const own = ids[best.sample]!;
  // Ends that are worth nothing leave room for more.
  while (of[own[best.start]!] === 0) best.start++;
  while (of[own[best.end - window]!] === 0) best.end--;
  return best;
}
