import { type TSchema, Type } from '@sinclair/typebox';
import { Check } from '@sinclair/typebox/value';
import { DecodeError, decodeFrames, type Encoding } from '../codec.ts';
import { type Compression, unwrapMessage } from '../compression.ts';
import { EVENTS } from '../events.ts';
import { Op, ServerFrame } from '../frames.ts';
import { Cursors } from '../objects.ts';

const SHAPES = new Map(ServerFrame.anyOf.map((shape) => [shape.properties.op.const, shape]));

// A newer server may have error codes that are not in this client's list.
const Response = Type.Object({
  n: Type.Integer({ minimum: 0 }),
  e: Type.Optional(Type.Object({ code: Type.String(), message: Type.String() })),
});
const Beginning = Type.Object({ cursors: Cursors });
/** Events that a connection reads itself. */
const READ: Record<string, TSchema> = { READY: Beginning, RESUMED: Beginning, SUBSCRIBED: EVENTS.SUBSCRIBED.d };

/**
 * Reads the frames of one message from a server, as far as a connection relies on their shape; what is in an event's or
 * an answer's `d` is for those who asked for it.
 *
 * @param encoding of the connection.
 * @param compress of the connection.
 * @param data the message.
 * @returns the frames in order, without those whose opcode a newer server may have brought.
 * @throws DecodeError when the bytes are no frames, or a frame of a known opcode has not its shape.
 */
export function readServerFrames(encoding: Encoding, compress: Compression, data: string | ArrayBuffer): ServerFrame[] {
  const written = compress === 'dict' ? unwrapMessage(data) : data;
  const frames = (decodeFrames(encoding, written) as ServerFrame[]).filter(({ op }) => SHAPES.has(op));
  for (const frame of frames)
    if (!isWellFormed(frame)) throw new DecodeError(`A frame of op ${frame.op} without shape`);
  return frames;
}

function isWellFormed(frame: ServerFrame): boolean {
  if (frame.op === Op.Response) return Check(Response, frame);
  if (!Check(SHAPES.get(frame.op)!, frame)) return false;
  if (frame.op !== Op.Dispatch) return true;
  const shape = READ[frame.t];
  return !shape || Check(shape, frame.d);
}
