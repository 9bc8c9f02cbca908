import { CozyError } from '@cozy/protocol';
import type { UserDocument } from '../database/documents.ts';
import { isDuplicateKey } from '../database/unavailable.ts';
import { OVERTAKEN, untilCommitted } from '../database/untilCommitted.ts';
import { selfUser } from '../state/users.ts';
import type { Handler } from './command.ts';

export const updateUser: Handler<'user.update'> = async ({ database, outbox, users }, fields, { actor }) => {
  const _id = actor.user.id;
  return await untilCommitted(async () => {
    const before = (await database.users.findOne({ _id }).lean()) as UserDocument | null;
    if (!before) throw new CozyError('UNAUTHENTICATED');
    const user = selfUser({ ...before, ...fields });
    try {
      // The other members hear of it from the projector, which reads this event and updates their memberships.
      const committed = await outbox.commit(database.users, { _id, rev: before.rev }, { $set: fields }, [
        { owner: { kind: 'u', id: _id }, name: 'USER_UPDATE', data: user },
      ]);
      if (!committed) return OVERTAKEN;
    } catch (error) {
      if (isDuplicateKey(error)) throw new CozyError('USERNAME_TAKEN');
      throw error;
    }
    users.forget(_id);
    return { user };
  });
};
