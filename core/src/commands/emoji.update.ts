import { renameExpression } from '../expressions/expressions.ts';
import type { Handler } from './command.ts';

export const updateEmoji: Handler<'emoji.update'> = async (context, { community_id, emoji_id, name }) => {
  return { emoji: await renameExpression(context, 'emoji', community_id, emoji_id, name) };
};
