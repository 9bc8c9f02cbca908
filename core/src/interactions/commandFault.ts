import { COMMAND_TYPES, type CommandDraft, type CommandOption, CozyError, OPTION_TYPES } from '@cozy/protocol';

/** Discord's, source: https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-naming */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]+$/u;

const { STRING, INTEGER, NUMBER, SUBCOMMAND } = OPTION_TYPES;

/**
 * Refuses commands whose parts do not belong together; their shapes are checked already.
 *
 * @throws CozyError INVALID_INPUT, with what is wrong at each command, such as `/commands/0`.
 */
export function requireCommands(commands: readonly CommandDraft[]): void {
  const names = new Set<string>();
  const errors: Record<string, string> = {};
  for (const [index, command] of commands.entries()) {
    const { type = COMMAND_TYPES.CHAT_INPUT, name } = command;
    const key = `${type}:${name}`;
    const fault = names.has(key) ? `Two commands are called ${name}.` : faultOf(command);
    names.add(key);
    if (fault) errors[`/commands/${index}`] = fault;
  }
  if (Object.keys(errors).length > 0) throw new CozyError('INVALID_INPUT', { errors });
}

function faultOf({ type = COMMAND_TYPES.CHAT_INPUT, name, description, options = [] }: CommandDraft): string | null {
  if (type !== COMMAND_TYPES.CHAT_INPUT) {
    return description || options.length > 0 ? 'A command at a person or message has no description or options.' : null;
  }
  if (!isName(name)) return `A command's name is lower-case letters, digits, - and _, not ${name}.`;
  if (!description) return 'A command needs a description.';
  const subcommands = options.filter((option) => option.type === SUBCOMMAND);
  if (subcommands.length > 0 && subcommands.length < options.length) {
    return 'A command has either subcommands or options that take values.';
  }
  return optionsFault(options);
}

function optionsFault(options: readonly CommandOption[]): string | null {
  const names = new Set<string>();
  let optional = false;
  for (const option of options) {
    const { name, type, required = false } = option;
    if (!isName(name)) return `An option's name is lower-case letters, digits, - and _, not ${name}.`;
    if (names.has(name)) return `Two options are called ${name}.`;
    names.add(name);
    if (required && optional) return `The option ${name} is required, so it must stand before those that are not.`;
    optional ||= !required;
    const fault = type === SUBCOMMAND ? subcommandFault(option) : valueFault(option);
    if (fault) return `The option ${name}: ${fault}`;
  }
  return null;
}

function subcommandFault({ options = [], choices, autocomplete, required }: CommandOption): string | null {
  return choices || autocomplete || required ? 'a subcommand takes no value.' : optionsFault(options);
}

function valueFault(option: CommandOption): string | null {
  const { type, choices, autocomplete, min_value, max_value, min_length, max_length } = option;
  const isText = type === STRING;
  const isNumber = type === INTEGER || type === NUMBER;
  if (option.options) return 'only a subcommand has options.';
  if ((choices || autocomplete) && !isText && !isNumber) return 'only texts and numbers have choices.';
  if (choices && autocomplete) return 'it has either choices or autocomplete.';
  if (choices?.some(({ value }) => (typeof value === 'string') !== isText)) return 'a choice is not of its type.';
  if (type === INTEGER && choices?.some(({ value }) => !Number.isSafeInteger(value))) return 'a choice is no integer.';
  if ((min_value !== undefined || max_value !== undefined) && !isNumber)
    return 'only numbers have min_value, max_value.';
  if ((min_length !== undefined || max_length !== undefined) && !isText)
    return 'only texts have min_length, max_length.';
  if (min_value !== undefined && max_value !== undefined && min_value > max_value)
    return 'min_value is above max_value.';
  if ((min_length ?? 0) > (max_length ?? Number.POSITIVE_INFINITY)) return 'min_length is above max_length.';
  return null;
}

function isName(name: string): boolean {
  return NAME.test(name) && name === name.toLowerCase();
}
