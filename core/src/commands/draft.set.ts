import type { Draft } from '@cozy/protocol';
import type { Handler } from './command.ts';

export const setDraft: Handler<'draft.set'> = async (context, input, { actor, channel }) => {
  const { log, nextId } = context;
  const now = new Date().toISOString();
  // A device may have been away when the draft was written; a clock that is ahead wins nothing by it.
  const updated_at = input.updated_at && input.updated_at < now ? input.updated_at : now;
  const draft: Draft = {
    channel_id: channel.id,
    content: input.content,
    reply_to: input.reply_to ?? null,
    updated_at,
  };
  await log.append({ owner: { kind: 'u', id: actor.user.id }, name: 'DRAFT_UPDATE', data: draft }, nextId());
  return { draft };
};
