import { CozyError, type Message, structureProblems, type Template } from '@cozy/protocol';
import { officialTemplates } from '@cozy/templates';
import type { CommunityDocument } from '../database/documents.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { join } from '../state/membership.ts';
import { BLANK, buildStructure } from '../state/structure.ts';
import type { Handler } from './command.ts';

/** Marks of new communities are spread over the colours by their id. */
const HUES = 360n;

export const createCommunity: Handler<'community.create'> = async (context, input, { actor }) => {
  const { structure, messages } = beginning(input.template, input.structure);
  const id = context.nextId();
  const { roles, channels, ownerRoleId, channelIds } = buildStructure(structure, id, context.nextId);
  const document: Omit<CommunityDocument, 'rev' | 'outbox'> = {
    _id: id,
    name: input.name,
    description: input.description ?? '',
    hue: input.hue ?? Number((BigInt(id) >> 22n) % HUES),
    owner_id: actor.user.id,
    ...(input.privacy && { privacy: input.privacy }),
    roles,
    channels,
    deleted: false,
  };
  const created_at = new Date().toISOString();
  const seeds = messages.map(({ channel, content }): NewEvent<'MESSAGE_CREATE'> => {
    const message: Message = {
      id: context.nextId(),
      channel_id: channelIds.get(channel)!,
      community_id: id,
      author: actor.user,
      content,
      mentions: [],
      reply_to: null,
      reactions: [],
      edited_at: null,
      created_at,
    };
    return { owner: { kind: 'c', id }, channelId: message.channel_id, name: 'MESSAGE_CREATE', data: message };
  });
  // The first messages are committed with the document: its outbox appends each of them once, also after a crash.
  // Nobody can know the community before its first member, so it needs no event of its own: the owner's membership
  // announces it. A crash between the two writes leaves a community that nobody sees.
  await context.outbox.create(context.database.communities, document, seeds);
  const community = await context.replica.community(id);
  const membership = await join(context, community, actor.user, [ownerRoleId]);
  return { community: community.view(membership) };
};

/** What a new community begins with: a template, a structure of its maker, or the usual. */
function beginning(slug: string | undefined, structure: Template['structure'] | undefined) {
  if (slug !== undefined && slug !== 'blank') {
    if (structure) {
      throw new CozyError('INVALID_INPUT', { errors: { '/structure': 'Give a template or a structure, not both.' } });
    }
    const template = officialTemplates().find(({ manifest }) => manifest.slug === slug);
    if (!template) throw new CozyError('UNKNOWN_TEMPLATE');
    return template;
  }
  const [problem] = structure ? structureProblems(structure) : [];
  if (problem) throw new CozyError('INVALID_INPUT', { errors: { '/structure': problem } });
  return { structure: structure ?? BLANK, messages: [] };
}
