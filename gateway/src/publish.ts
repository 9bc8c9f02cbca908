import type { TemplatedApp } from 'uWebSockets.js';
import type { Encoding } from '@cozy/protocol';

const ENCODINGS: readonly Encoding[] = ['msgpack', 'json'];

/**
 * Publishes a frame to everyone who has subscribed to a topic, once for each encoding that somebody wants.
 *
 * @param topic without the encoding, which `Session.subscribe` adds.
 * @param encode writes the frame; called at most once for each encoding.
 */
export function publish(app: TemplatedApp, topic: string, encode: (encoding: Encoding) => Uint8Array): void {
  for (const encoding of ENCODINGS) {
    const full = `${topic}/${encoding}`;
    if (app.numSubscribers(full) > 0) app.publish(full, encode(encoding), encoding === 'msgpack');
  }
}
