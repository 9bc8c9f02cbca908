import { renameExpression } from '../expressions/expressions.ts';
import type { Handler } from './command.ts';

export const updateSticker: Handler<'sticker.update'> = async (context, { community_id, sticker_id, name }) => {
  return { sticker: await renameExpression(context, 'sticker', community_id, sticker_id, name) };
};
