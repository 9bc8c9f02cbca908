import { CozyError, type JoinForm } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import { audit, changesOf } from '../state/audit.ts';
import type { Handler } from './command.ts';

export const updateCommunity: Handler<'community.update'> = async (context, { community_id, ...fields }, grant) => {
  if (fields.join) assertForm(fields.join);
  await changeCommunity(context, community_id, (document) => {
    const { _id: id, name, description, hue, owner_id, privacy, join } = { ...document, ...fields };
    const data = { id, name, description, hue, owner_id, ...(privacy && { privacy }), ...(join && { join }) };
    const entry = audit(context, {
      community_id,
      action: 'COMMUNITY_UPDATE',
      actor_id: grant.actor.user.id,
      target_id: id,
      changes: changesOf(document, { ...document, ...fields }, Object.keys(fields) as (keyof typeof fields)[]),
    });
    return {
      update: { $set: fields },
      events: [{ owner: { kind: 'c', id }, name: 'COMMUNITY_UPDATE', data }, entry],
      result: undefined,
    };
  });
  return { community: grant.community.view(grant.membership) };
};

function assertForm({ questions }: JoinForm): void {
  const wrong = (problem: string) => new CozyError('INVALID_INPUT', { errors: { '/join': problem } });
  if (new Set(questions.map(({ label }) => label)).size < questions.length) throw wrong('Ask each question once.');
  for (const { type, choices, label } of questions) {
    if (type === 'choice' && !choices) throw wrong(`Give two choices at least for "${label}".`);
  }
}
