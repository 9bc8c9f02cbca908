import { type CommandOutput, CozyError, type Interaction, LIMITS } from '@cozy/protocol';
import type { Grant } from '../commands/command.ts';
import type { Context } from '../context.ts';
import { awaitAnswer } from './answering.ts';
import { type Call, signCall } from './tokens.ts';

/** What of an interaction differs from kind to kind. */
export interface Question extends Pick<Interaction, 'type' | 'data'>, Partial<Pick<Interaction, 'message'>> {
  bot: string;
  /** Of the command; empty for others. */
  name: string;
  threadId: string | undefined;
}

/**
 * Tells a bot of an interaction by INTERACTION_CREATE, and waits for its first answer.
 *
 * @throws CozyError INTERACTION_UNANSWERED when the bot says nothing in time.
 */
export async function ask(
  context: Context,
  { bot, name, threadId, ...question }: Question,
  { actor, community, channel, membership, permissions }: Grant<'interaction.create'>,
): Promise<CommandOutput<'interaction.create'>> {
  const id = context.nextId();
  const call: Call = { id, type: question.type, bot, user: actor.user.id, channel: channel.id, name };
  if (threadId) call.thread = threadId;
  if (question.message) call.message = question.message.id;
  const data: Interaction = {
    id,
    application_id: bot,
    token: await signCall(context.keys, 'interaction', call),
    community_id: community.id,
    channel_id: channel.id,
    ...(threadId && { thread_id: threadId }),
    member: community.member(membership, actor.user),
    permissions: String(permissions),
    ...question,
  };
  const answered = awaitAnswer(context, id, LIMITS.interactionAnswer);
  await context.log.append({ owner: { kind: 'u', id: bot }, name: 'INTERACTION_CREATE', data }, id);
  const answer = await answered;
  if (!answer) throw new CozyError('INTERACTION_UNANSWERED');
  return { interaction_id: id, ...answer };
}
