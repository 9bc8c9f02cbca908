import {
  type ApplicationCommand,
  type CommandOption,
  CozyError,
  type GivenOption,
  hasPermission,
  type InteractionOption,
  LIMITS,
  OPTION_TYPES,
  type Resolved,
} from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { CommunityState, Membership } from '../state/communityState.ts';

/** Where values are given: what they may name is what the caller sees there. */
export interface Place {
  community: CommunityState;
  membership: Membership;
}

/** What a caller has given, with the types of the command's options, and whom and what it names. */
export interface Given {
  options: InteractionOption[];
  resolved: Resolved;
}

/** What is wrong, by the option's name. */
type Faults = Record<string, string>;

/**
 * Checks what was given for a command's options.
 *
 * @param partial while one is still typing: nothing is required, and what is being typed may be anything.
 * @throws CozyError INVALID_INPUT with a sentence for each option, at `/options/<name>`.
 */
export async function checkOptions(
  context: Context,
  place: Place,
  command: Pick<ApplicationCommand, 'options'>,
  given: readonly GivenOption[],
  partial = false,
): Promise<Given> {
  const faults: Faults = {};
  const resolved: Resolved = {};
  const { options: known = [] } = command;
  let options: InteractionOption[];
  const [first] = given;
  if (known.some(({ type }) => type === OPTION_TYPES.SUBCOMMAND)) {
    const chosen = known.find(({ name }) => name === first?.name);
    if (!chosen || given.length !== 1) throw refusal({ [first?.name ?? '']: 'Choose one of the subcommands.' });
    const { name, type } = chosen;
    const inner = await check(context, place, chosen.options ?? [], first?.options ?? [], partial, faults, resolved);
    options = [{ name, type, options: inner }];
  } else options = await check(context, place, known, given, partial, faults, resolved);
  if (Object.keys(faults).length > 0) throw refusal(faults);
  return { options, resolved };
}

function refusal(faults: Faults): CozyError {
  const errors = Object.entries(faults).map(([name, fault]) => [`/options/${name}`, fault]);
  return new CozyError('INVALID_INPUT', { errors: Object.fromEntries(errors) });
}

async function check(
  context: Context,
  place: Place,
  known: readonly CommandOption[],
  given: readonly GivenOption[],
  partial: boolean,
  faults: Faults,
  resolved: Resolved,
): Promise<InteractionOption[]> {
  const values: InteractionOption[] = [];
  for (const { name } of given) if (!known.some((one) => one.name === name)) faults[name] = 'There is no such option.';
  for (const option of known) {
    const { name, type, required } = option;
    const all = given.filter((one) => one.name === name);
    const { value, focused } = all[0] ?? {};
    if (all.length > 1) faults[name] = 'It can be given once.';
    if (value === undefined) {
      if (required && !partial) faults[name] = 'This is needed.';
      continue;
    }
    const loose = partial && focused === true;
    const fault = loose ? null : (valueFault(option, value) ?? (await resolve(context, place, type, value, resolved)));
    if (fault && !partial) faults[name] = fault;
    if (!fault) values.push({ name, type, value, ...(loose && { focused }) });
  }
  return values;
}

function valueFault(option: CommandOption, value: string | number | boolean): string | null {
  const { type, choices, min_value = -Infinity, max_value = Infinity, min_length = 0 } = option;
  const { max_length = LIMITS.optionValueLength } = option;
  if (type === OPTION_TYPES.BOOLEAN) return typeof value === 'boolean' ? null : 'Must be true or false.';
  if (type === OPTION_TYPES.INTEGER || type === OPTION_TYPES.NUMBER) {
    const fits = type === OPTION_TYPES.INTEGER ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (!fits) return type === OPTION_TYPES.INTEGER ? 'Must be a whole number.' : 'Must be a number.';
    if ((value as number) < min_value) return `Must be ${min_value} or more.`;
    if ((value as number) > max_value) return `Must be ${max_value} or less.`;
  } else if (typeof value !== 'string') return 'Must be a text.';
  else if (value.length < min_length) return `Must have ${min_length} characters or more.`;
  else if (value.length > max_length) return `Must have ${max_length} characters or less.`;
  return choices && !choices.some((choice) => choice.value === value) ? 'Choose one of the choices.' : null;
}

/**
 * Finds what a value names, and adds it to `resolved`.
 *
 * @returns what is wrong with it, or null.
 */
export async function resolve(
  context: Context,
  { community, membership }: Place,
  type: number,
  value: unknown,
  resolved: Resolved,
): Promise<string | null> {
  const id = String(value);
  if (type === OPTION_TYPES.USER) {
    const user = (await context.users.publicOf([id])).get(id);
    if (!user) return 'There is no such person.';
    resolved.users = { ...resolved.users, [id]: user };
    const member = await context.replica.membership(community, id);
    if (member) resolved.members = { ...resolved.members, [id]: community.member(member, user) };
  } else if (type === OPTION_TYPES.CHANNEL) {
    const channel = community.channels.get(id);
    if (!channel || !hasPermission(community.permissions(membership, channel), 'VIEW_CHANNEL')) {
      return 'There is no such channel.';
    }
    resolved.channels = { ...resolved.channels, [id]: channel };
  } else if (type === OPTION_TYPES.ROLE) {
    const role = community.roles.get(id);
    if (!role) return 'There is no such role.';
    resolved.roles = { ...resolved.roles, [id]: role };
  }
  return null;
}
