/** A message that calls a command: `/name argument "an argument with spaces"`. */
export interface CommandLine {
  name: string;
  args: string[];
  /** What follows the name, as it was written. */
  rest: string;
}

const LINE = /^\/([\w-]{1,32})(?:\s+([\s\S]*))?$/;
// Double quotes only: an apostrophe is a letter in chat, where shells and their parsers take it for a quote.
const ARGUMENT = /"([^"]*)"|\S+/g;

/**
 * Reads a command from a message.
 *
 * @param content of the message.
 * @returns the command, or undefined when the message is none.
 */
export function parseCommandLine(content: string): CommandLine | undefined {
  const [, name, rest = ''] = LINE.exec(content.trim()) ?? [];
  if (name === undefined) return undefined;
  return { name, args: [...rest.matchAll(ARGUMENT)].map(([whole, quoted]) => quoted ?? whole), rest };
}
