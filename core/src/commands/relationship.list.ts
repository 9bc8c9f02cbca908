import { relationshipsOf } from '../state/relationships.ts';
import type { Handler } from './command.ts';

export const listRelationships: Handler<'relationship.list'> = async (context, _input, { actor }) => {
  const { id } = actor.user;
  return { relationships: await relationshipsOf(context, id, await context.loaders.relationships.load(id)) };
};
