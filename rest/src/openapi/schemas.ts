import type { TSchema } from '@sinclair/typebox';

/** A JSON Schema as plain data. */
export type JsonSchema = { [key: string]: unknown };

/**
 * Collects schemas that have a name (`$id`) as components, so that each is written once and others refer to it.
 */
export class Components {
  readonly #schemas = new Map<string, JsonSchema>();

  /**
   * Writes a schema as OpenAPI 3.1 has it, which is JSON Schema 2020-12.
   *
   * @param schema of TypeBox. It and the schemas inside it become references where they have a name.
   * @throws Error when two different schemas have the same name.
   */
  schema(schema: TSchema): JsonSchema {
    const name = schema.$id;
    if (name === undefined) return this.#plain(schema);
    const plain = this.#plain(schema);
    const known = this.#schemas.get(name);
    if (known && JSON.stringify(known) !== JSON.stringify(plain)) {
      throw new Error(`Two different schemas are named ${name}.`);
    }
    this.#schemas.set(name, plain);
    return { $ref: `#/components/schemas/${name}` };
  }

  /** The schemas collected so far, by name in alphabetical order. */
  all(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => a.localeCompare(b)));
  }

  #plain(schema: TSchema): JsonSchema {
    // TypeBox's own marks are symbols, which Object.entries leaves out.
    const entries = Object.entries(schema).filter(([key]) => key !== '$id');
    return Object.fromEntries(entries.map(([key, value]) => [key, this.#value(key, value)]));
  }

  #value(key: string, value: unknown): unknown {
    if (key === 'properties' || key === 'patternProperties') {
      const inner = value as Record<string, TSchema>;
      return Object.fromEntries(Object.entries(inner).map(([name, field]) => [name, this.schema(field)]));
    }
    if (key === 'anyOf' || key === 'allOf') return (value as TSchema[]).map((option) => this.schema(option));
    if (Array.isArray(value)) return key === 'items' ? value.map((item: TSchema) => this.schema(item)) : value;
    // items, not, additionalProperties: a schema itself, or a boolean.
    return typeof value === 'object' && value !== null ? this.schema(value as TSchema) : value;
  }
}
