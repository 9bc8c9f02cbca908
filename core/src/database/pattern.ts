/** Writes a text as a pattern that means nothing but this text: what people type is never a pattern. */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
