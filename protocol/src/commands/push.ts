import { Type } from '@sinclair/typebox';
import { LIMITS } from '../limits.ts';
import { PushDevice } from '../notifications.ts';
import { command } from './define.ts';

/** Bytes as the Push API gives them: base64url, without padding or with it. */
const bytes = (length: number, description: string) => {
  const letters = Math.ceil((length * 8) / 6);
  return Type.String({ pattern: `^[A-Za-z0-9_-]{${letters}}={0,2}$`, description });
};

export const push = {
  'push.subscribe': command({
    doc: 'Has messages told to the device of this log-in while it looks away, by Web Push (RFC 8030). Replaces what was subscribed before; ends with the log-in.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 10, perSecond: 0.2 },
    route: ['PUT', '/users/@me/push'],
    input: Type.Object(
      {
        endpoint: Type.String({
          maxLength: LIMITS.pushEndpointLength,
          pattern: '^https?://[^\\s]+$',
          description: 'The https address of a push service',
        }),
        keys: Type.Object(
          {
            p256dh: bytes(65, 'The public key of the device: 65 bytes, base64url'),
            auth: bytes(16, 'The secret of the device: 16 bytes, base64url'),
          },
          { additionalProperties: false },
        ),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({}),
  }),
  'push.unsubscribe': command({
    doc: 'Ends that for the device of this log-in.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 10, perSecond: 0.5 },
    route: ['DELETE', '/users/@me/push'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'push.list': command({
    doc: 'Lists the log-ins whose devices are told, without their addresses and keys.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/users/@me/push'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ devices: Type.Array(PushDevice, { maxItems: LIMITS.sessionsPerUser }) }),
  }),
};
