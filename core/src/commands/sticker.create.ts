import { createExpression } from '../expressions/expressions.ts';
import type { Handler } from './command.ts';

export const createSticker: Handler<'sticker.create'> = async (context, input, { community }) => {
  return { sticker: await createExpression(context, 'sticker', community, input) };
};
