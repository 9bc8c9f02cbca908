import { COMMANDS, CozyError } from '@cozy/protocol';
import { type TSchema, TypeGuard } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Route } from './routes.ts';

/** The fields of a command's input. Without a prototype: `__proto__` is a field like any other, and the schema refuses it. */
export type Fields = Record<string, unknown>;

/**
 * Puts a command's input together from the path and the query or body. The command's schema checks it later.
 *
 * @param parameters of the path, as they were sent.
 * @param rest what the query and body hold.
 * @throws CozyError INVALID_INPUT for bad percent-encoding, and for a field that says something else than the path.
 */
export function commandInput(route: Route, parameters: readonly string[], rest: Fields): Fields {
  const schemas: Record<string, TSchema> = COMMANDS[route.command].input.properties;
  const path = route.pathFields.map((field, index) => {
    return [field, convert(schemas[field]!, field, decode(field, parameters[index] ?? ''))] as const;
  });
  return addFields(addFields(Object.create(null), rest), Object.fromEntries(path));
}

/**
 * Adds fields to others.
 *
 * @returns `fields` itself.
 * @throws CozyError INVALID_INPUT for one that is there already and says something else.
 */
export function addFields(fields: Fields, more: Fields): Fields {
  for (const [name, value] of Object.entries(more)) {
    if (Object.hasOwn(fields, name) && fields[name] !== value) {
      throw new CozyError('INVALID_INPUT', { errors: { [`/${name}`]: 'Must be the same wherever it is given' } });
    }
    // Not by assignment, which on an object with a prototype would change that one for `__proto__`.
    Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return fields;
}

/**
 * Reads the fields of a query: numbers and booleans as their text, objects and lists as JSON.
 *
 * @param query without its question mark.
 * @returns values of the types that the command's schema has, where the texts stand for such; others stay text, and the
 *   schema refuses them.
 * @throws CozyError INVALID_INPUT for a field that is given twice or is not JSON where it must be.
 */
export function queryFields(route: Route, query: string): Fields {
  const schemas: Record<string, TSchema> = COMMANDS[route.command].input.properties;
  const fields: Fields = Object.create(null);
  for (const [name, text] of new URLSearchParams(query)) {
    if (Object.hasOwn(fields, name)) {
      throw new CozyError('INVALID_INPUT', { errors: { [`/${name}`]: 'Must be given once' } });
    }
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    // Unknown fields go on to the schema, which names them.
    fields[name] = schema ? convert(schema, name, text) : text;
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
