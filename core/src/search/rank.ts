import type { SearchHit } from '@cozy/protocol';

/** Characters of a message of usual length; a longer one is about more than what was looked for. */
const USUAL_LENGTH = 80;
/** Milliseconds after which a message counts half. */
const HALF = 180 * 86_400_000;

/**
 * Orders hits by how well they fit: how much of the message is what was looked for, and how old it is. How rare a word is
 * orders nothing, because all of them are in every hit.
 *
 * @param now Unix milliseconds.
 * @returns the best first; among equals the order stays.
 */
export function rankHits(hits: readonly SearchHit[], now: number): SearchHit[] {
  const scored = hits.map((hit) => ({ hit, score: score(hit, now) }));
  return scored.sort((a, b) => b.score - a.score).map(({ hit }) => hit);
}

// Frequency with saturation and length as in BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75).
function score({ message, highlights }: SearchHit, now: number): number {
  const length = 0.25 + (0.75 * message.content.length) / USUAL_LENGTH;
  const frequency = highlights.length;
  const fit = (frequency * 2.2) / (frequency + 1.2 * length);
  const age = Math.max(0, now - Date.parse(message.created_at));
  return fit * (0.5 + 0.5 * 2 ** (-age / HALF));
}
