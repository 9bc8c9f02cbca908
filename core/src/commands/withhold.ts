import { COMMANDS, type CommandName, type Installation, Message } from '@cozy/protocol';
import type { TSchema } from '@sinclair/typebox';
import type { Context } from '../context.ts';
import { shownMessage } from '../state/messageContent.ts';
import type { Actor } from './command.ts';

/** Gives a value as it is shown, with every message in it as it is shown. */
type Show = (value: unknown, show: (message: Message) => Message) => unknown;

const nothing: Show | null = null;
const shows = new Map<CommandName, Show | null>(
  (Object.keys(COMMANDS) as CommandName[]).map((name) => [name, messagesIn(COMMANDS[name].output as TSchema)]),
);

/**
 * Takes out of a command's output what of messages a bot was not granted to read. Where messages are in the output is
 * read from its schema, so that no command can forget it. People's outputs are given as they are.
 *
 * @param output as the handler gives it.
 */
export function withhold(context: Context, name: CommandName, output: unknown, actor: Actor | null): unknown {
  const show = shows.get(name);
  if (actor?.kind !== 'bot' || !show) return output;
  const installations = new Map<string, Installation | undefined>();
  return show(output, (message) => {
    const { community_id } = message;
    if (!installations.has(community_id)) {
      installations.set(community_id, context.replica.peek(community_id)?.installations.get(actor.user.id));
    }
    const installation = installations.get(community_id);
    return installation ? shownMessage(installation, message) : message;
  });
}

function messagesIn(schema: TSchema): Show | null {
  if (schema.$id === Message.$id) return (value, show) => show(value as Message);
  if (schema.anyOf) {
    const inside = (schema.anyOf as TSchema[]).map(messagesIn).find((one) => one !== null);
    return inside ? (value, show) => (value === null ? null : inside(value, show)) : nothing;
  }
  if (schema.type === 'array') {
    const inside = messagesIn(schema.items as TSchema);
    return inside ? (value, show) => (value as unknown[]).map((one) => inside(one, show)) : nothing;
  }
  if (schema.type !== 'object') return nothing;
  const fields = Object.entries((schema.properties ?? {}) as Record<string, TSchema>).flatMap(([key, property]) => {
    const inside = messagesIn(property);
    return inside ? [[key, inside] as const] : [];
  });
  if (fields.length === 0) return nothing;
  return (value, show) => {
    const shown = { ...(value as Record<string, unknown>) };
    for (const [key, inside] of fields) if (shown[key] !== undefined) shown[key] = inside(shown[key], show);
    return shown;
  };
}
