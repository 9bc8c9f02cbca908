import { type Compression, DICTIONARY_VERSION, type Encoding, GATEWAY_VERSION } from '../src/index.ts';

/** How a client wants to be spoken to. */
export interface Wire {
  encoding: Encoding;
  compress: Compression;
}

/** What the mock speaks, to complete a sentence. */
export const SPOKEN = `?v=${GATEWAY_VERSION}&encoding=msgpack|json&compress=none|dict, dict with msgpack and dict=${DICTIONARY_VERSION}`;

/** Reads the query of a client's address. Gives undefined when it asks for something that the mock does not speak. */
export function askedFor(query: URLSearchParams): Wire | undefined {
  const encoding = query.get('encoding') ?? 'msgpack';
  const compress = query.get('compress') ?? 'none';
  if (query.get('v') !== String(GATEWAY_VERSION) || (encoding !== 'msgpack' && encoding !== 'json')) return undefined;
  if (compress === 'none') return { encoding, compress };
  const dictionary = query.get('dict') ?? '1';
  if (compress !== 'dict' || encoding !== 'msgpack' || dictionary !== String(DICTIONARY_VERSION)) return undefined;
  return { encoding, compress };
}
