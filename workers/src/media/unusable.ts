/** A file of which nothing can be shown, whatever is tried again; the message says why, to people. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}
