import type { Message, SelfUser } from '@cozy/protocol';
import { createApp } from '../src/app/context.ts';
import { Instance } from '../src/instance/instance.ts';
import { Session, type SessionStorage } from '../src/instance/session.ts';

const user: SelfUser = {
  ...{ id: '300000000000000001', username: 'maya', display_name: 'Maya Lindqvist', hue: 55, bio: '' },
  ...{ bot: false, home: null, email: null },
};

/** Keeps nothing, so that this page and the app do not meet. */
const storage = (): SessionStorage => {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
};

/** The app's shared state, and an account that never connects. */
export function createWorld() {
  const session = new Session('http://components.invalid', storage());
  session.save({ access_token: '', refresh_token: '', expires_in: 3600, user });
  return { app: createApp(), instance: new Instance(session, () => undefined) };
}

/** A message of somebody else. */
export const message = (change: Partial<Message>): Message => ({
  ...{ id: '300000000000000002', channel_id: '300000000000000003', community_id: '300000000000000004' },
  ...{ author: { ...user, id: '300000000000000005' }, content: '', mentions: [], reply_to: null, reactions: [] },
  ...{ edited_at: null, created_at: new Date().toISOString() },
  ...change,
});
