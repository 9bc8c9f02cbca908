import { deleteExpression } from '../expressions/expressions.ts';
import type { Handler } from './command.ts';

export const deleteEmoji: Handler<'emoji.delete'> = async (context, { community_id, emoji_id }) => {
  await deleteExpression(context, 'emoji', community_id, emoji_id);
  return {};
};
