import { createExpression } from '../expressions/expressions.ts';
import type { Handler } from './command.ts';

export const createEmoji: Handler<'emoji.create'> = async (context, input, { community }) => {
  return { emoji: await createExpression(context, 'emoji', community, input) };
};
