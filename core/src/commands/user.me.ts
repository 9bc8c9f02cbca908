import { selfUser } from '../state/users.ts';
import type { Handler } from './command.ts';

export const showUser: Handler<'user.me'> = async ({ users }, _input, { actor }) => {
  return { user: selfUser(await users.get(actor.user.id)) };
};
