import { Value } from '@sinclair/typebox/value';
import {
  CLIENT_FRAMES,
  ClientFrame,
  type ClientOp,
  COMMANDS,
  type CommandName,
  DecodeError,
  decodeFrames,
  type Encoding,
  LIMITS,
  Op,
} from '../src/index.ts';

/**
 * Reads a client's message and checks it against the protocol, the input of a Request against its command's.
 *
 * @param encoding that the connection speaks.
 * @param data the message.
 * @param isBinary whether it is a binary message.
 * @returns its one frame, or what is wrong with it in words that follow on "came".
 */
export function readFrame(
  encoding: Encoding,
  data: Uint8Array,
  isBinary: boolean,
): { frame: ClientFrame } | { fault: string } {
  if (data.length > LIMITS.frameBytes) return { fault: `a message of ${data.length} bytes` };
  if (isBinary !== (encoding === 'msgpack')) {
    return { fault: `a ${isBinary ? 'binary' : 'text'} message with encoding=${encoding}` };
  }
  let frames: unknown[];
  try {
    frames = decodeFrames(encoding, data, LIMITS.frameDepth);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { fault: `bytes that are no frame: ${error.message}` };
  }
  if (frames.length !== 1) return { fault: `${frames.length} frames in one message; clients send one` };
  const fault = frameFault(frames[0]);
  return fault ? { fault } : { frame: frames[0] as ClientFrame };
}

/**
 * Says what is wrong with a client's frame.
 *
 * @param frame a decoded frame.
 * @returns a description, or undefined when the frame fits the protocol.
 */
function frameFault(frame: unknown): string | undefined {
  const outside = Value.Errors(ClientFrame, frame).First();
  if (outside) return `${JSON.stringify(frame)}, whose ${outside.path || 'shape'} is wrong: ${outside.message}`;
  const { op, t, n, d } = frame as ClientFrame;
  const schema = CLIENT_FRAMES[op as ClientOp];
  if (!schema) return `op ${op}, which clients may not send`;
  const absent = op === Op.Heartbeat && d === undefined;
  const inside = absent ? undefined : Value.Errors(schema, d).First();
  if (inside) return `op ${op} whose d${inside.path} is wrong: ${inside.message}`;
  if (op !== Op.Request) return undefined;
  if (n === undefined) return 'a Request without n';
  if (t === undefined || !Object.hasOwn(COMMANDS, t)) return `a Request for the unknown command ${t}`;
  const input = Value.Errors(COMMANDS[t as CommandName].input, d).First();
  return input && `a Request ${t} whose d${input.path} is wrong: ${input.message}`;
}
