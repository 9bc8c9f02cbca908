import { deleteExpression } from '../expressions/expressions.ts';
import type { Handler } from './command.ts';

export const deleteSticker: Handler<'sticker.delete'> = async (context, { community_id, sticker_id }) => {
  await deleteExpression(context, 'sticker', community_id, sticker_id);
  return {};
};
