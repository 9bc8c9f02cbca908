import { COMMANDS, CozyError } from '@cozy/protocol';
import { type TSchema, TypeGuard } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Route } from './routes.ts';

/**
 * Puts a command's input together from the path and the query or body. The command's schema checks it later.
 *
 * @param parameters of the path, as they were sent.
 * @param rest what the query or body holds.
 * @throws CozyError INVALID_INPUT for bad percent-encoding, and for a field that says something else than the path.
 */
export function commandInput(route: Route, parameters: readonly string[], rest: Record<string, unknown>) {
  // No prototype: `__proto__` is a field like any other here, and is refused by the schema.
  const input: Record<string, unknown> = Object.assign(Object.create(null), rest);
  for (const [index, field] of route.pathFields.entries()) {
    const value = decode(field, parameters[index] ?? '');
    if (Object.hasOwn(rest, field) && rest[field] !== value) {
      throw new CozyError('INVALID_INPUT', { errors: { [`/${field}`]: 'Must be the same as in the path' } });
    }
    input[field] = value;
  }
  return input;
}

/**
 * Reads the fields of a query: numbers and booleans as their text, objects and lists as JSON.
 *
 * @param query without its question mark.
 * @returns values of the types that the command's schema has, where the texts stand for such; others stay text, and the
 *   schema refuses them.
 * @throws CozyError INVALID_INPUT for a field that is given twice or is not JSON where it must be.
 */
export function queryFields(route: Route, query: string): Record<string, unknown> {
  const schemas: Record<string, TSchema> = COMMANDS[route.command].input.properties;
  const fields: Record<string, unknown> = {};
  for (const [name, text] of new URLSearchParams(query)) {
    if (Object.hasOwn(fields, name)) {
      throw new CozyError('INVALID_INPUT', { errors: { [`/${name}`]: 'Must be given once' } });
    }
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    // Unknown fields go on to the schema, which names them.
    Object.defineProperty(fields, name, { value: schema ? convert(schema, name, text) : text, enumerable: true });
  }
  return fields;
}

function convert(schema: TSchema, name: string, text: string): unknown {
  if (TypeGuard.IsString(schema)) return text;
  if (TypeGuard.IsObject(schema) || TypeGuard.IsRecord(schema) || TypeGuard.IsArray(schema)) {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new CozyError('INVALID_INPUT', { errors: { [`/${name}`]: 'Must be JSON' }, cause });
    }
  }
  return Value.Convert(schema, text);
}

function decode(field: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new CozyError('INVALID_INPUT', { errors: { [`/${field}`]: 'Must be percent-encoded UTF-8' }, cause });
  }
}
