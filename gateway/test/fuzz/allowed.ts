import { CLIENT_FRAMES, ClientFrame, type ClientOp, DecodeError, decodeFrames, LIMITS, Op } from '@cozy/protocol';
import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { FuzzedMessage } from './generate.ts';

/** What WebSocket itself answers text with that is not UTF-8 (RFC 6455, 8.1), or 1006 where the socket is cut off. */
const NOT_UTF8 = [1006, 1007];
/** Where a message is so large that the connection is cut off. */
const CUT_OFF = 1006;
const STARTS = new Set<number>([Op.Identify, Op.Resume]);

/**
 * Says how the specification lets a server answer a message.
 *
 * @param live whether the connection has identified.
 * @returns close codes; none when the connection must live on.
 */
export function allowedCloses({ encoding, bytes }: FuzzedMessage, live: boolean): number[] {
  const bad = encoding === 'json' && !isUtf8(bytes) ? [...NOT_UTF8, 4002] : [4002];
  if (bytes.length > 2 * LIMITS.frameBytes) return [...bad, CUT_OFF];
  if (bytes.length > LIMITS.frameBytes) return bad;
  let frame: unknown;
  try {
    const frames = decodeFrames(encoding, bytes, LIMITS.frameDepth);
    if (frames.length !== 1) return bad;
    [frame] = frames;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return bad;
  }
  if (!Value.Check(ClientFrame, frame)) return bad;
  const schema = CLIENT_FRAMES[frame.op as ClientOp] as TSchema | undefined;
  if (!schema) return [4001];
  const fits = (frame.op === Op.Heartbeat && frame.d === undefined) || Value.Check(schema, frame.d);
  if (!fits) return live ? bad : [...bad, 4003];
  if (STARTS.has(frame.op)) return live ? [4005] : [4004, 4010, 4013];
  return live || frame.op === Op.Heartbeat ? [] : [4003];
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // The only thing that the decoder throws for.
    return false;
  }
}
