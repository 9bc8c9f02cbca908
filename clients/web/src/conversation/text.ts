// What the protocol's Text refuses: control characters besides tab and line feed, and the bidirectional overrides that
// make a line read as something else. They come with pasted text, unseen, so they are dropped rather than complained of.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be dropped
const REFUSED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text as it may be sent: line ends as line feeds, and without what the protocol refuses. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(REFUSED, '').toWellFormed().trim();
}
