import { Kind, OptionalKind, type TObject, type TSchema } from '@sinclair/typebox';

/** A Python class that is made of an object schema. */
interface Struct {
  name: string;
  code: string;
}

/** The first line of every file. */
export const HEADER = '# Written by protocol/generate/python.ts from the schemas in protocol/src. Do not edit.\n';

const LINE_LENGTH = 120;

/** Python's keywords. Source: https://docs.python.org/3/reference/lexical_analysis.html#keywords */
const KEYWORDS = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
);

/** Writes TypeBox schemas as Python types; each object becomes one msgspec Struct. */
export class PythonTypes {
  readonly #names = new Map<string, string>();
  readonly #structs = new Map<string, Struct>();
  readonly #overrides: Record<string, string>;
  /** Names of other modules' types that were referred to. */
  readonly used = new Set<string>();

  /**
   * @param known names of schemas that are written elsewhere.
   * @param overrides `Struct.field` to a type that is used in place of the schema's.
   */
  constructor(known: ReadonlyMap<string, string> = new Map(), overrides: Record<string, string> = {}) {
    for (const [key, name] of known) this.#names.set(key, name);
    this.#overrides = overrides;
  }

  /** The classes so far, each behind those that it refers to. */
  get code(): string {
    return [...this.#structs.values()].map(({ code }) => code).join('\n\n');
  }

  /** The names of the classes so far. */
  get structNames(): string[] {
    return [...this.#structs.keys()];
  }

  /** What schemas are written as here, for another module that refers to them. */
  get names(): ReadonlyMap<string, string> {
    return this.#names;
  }

  /** Has a schema called by a name, which some other line of the module defines. */
  alias(schema: TSchema, name: string): void {
    this.#names.set(schemaKey(schema), name);
  }

  /**
   * Gives the Python type of a schema.
   *
   * @param schema any schema that the protocol uses.
   * @param name of the class, if the schema is an object that has no name yet.
   * @throws Error for a kind of schema that has no Python type here.
   */
  type(schema: TSchema, name: string): string {
    const known = this.#names.get(schemaKey(schema));
    if (known) {
      this.used.add(known);
      return known;
    }
    switch (schema[Kind]) {
      case 'String':
        return 'str';
      case 'Integer':
        return 'int';
      case 'Number':
        return 'float';
      case 'Boolean':
        return 'bool';
      case 'Null':
        return 'None';
      case 'Unknown':
        return 'object';
      case 'Literal':
        return `Literal[${JSON.stringify(schema.const)}]`;
      case 'Union':
        return this.#union(schema.anyOf as TSchema[], name);
      case 'Array':
        return `list[${this.type(schema.items as TSchema, name)}]`;
      case 'Record':
        return `dict[str, ${this.type(Object.values(schema.patternProperties as Record<string, TSchema>)[0]!, name)}]`;
      case 'Tuple':
        return `tuple[${(schema.items as TSchema[]).map((item) => this.type(item, name)).join(', ')}]`;
      case 'Object':
        return this.#object(schema as TObject, name);
    }
    throw new Error(`${name}: no Python type for ${schema[Kind]}.`);
  }

  /**
   * Gives the fields of an object as `name: type` and, for those that may be left out, ` = UNSET`; needed ones first.
   *
   * @param schema of the object.
   * @param name of the class that the fields' own objects are named after.
   */
  fields(schema: TObject, name: string): string[] {
    const needed: string[] = [];
    const optional: string[] = [];
    for (const [field, value] of Object.entries(schema.properties)) {
      const type = this.#overrides[`${name}.${field}`] ?? this.type(value, name + pascalCase(field));
      if (OptionalKind in value) optional.push(`${attribute(field)}: ${orUnset(type)} = UNSET`);
      else needed.push(`${attribute(field)}: ${type}`);
    }
    return [...needed, ...optional];
  }

  #union(members: TSchema[], name: string): string {
    if (!members.every((member) => member[Kind] === 'Literal')) {
      return members.map((member) => this.type(member, name)).join(' | ');
    }
    return `Literal[${members.map((member) => JSON.stringify(member.const)).join(', ')}]`;
  }

  #object(schema: TObject, name: string): string {
    const fields = this.fields(schema, name);
    if (this.#structs.has(name)) throw new Error(`Two different objects would be called ${name}.`);
    const body = [docstring(schema.description), ...fields].filter((line) => line !== '');
    const lines = body.map((line) => `    ${line}`);
    if (lines.length === 0) lines.push('    pass');
    if (schema.description && fields.length > 0) lines.splice(1, 0, '');
    const renamed = Object.keys(schema.properties).filter((field) => attribute(field) !== field);
    const names = renamed.map((field) => `${text(attribute(field))}: ${text(field)}`).join(', ');
    const rename = names && `, rename={${names}}`;
    const head = `class ${name}(Struct, frozen=True, kw_only=True${rename}):`;
    this.#structs.set(name, { name, code: `${head}\n${lines.join('\n')}\n` });
    this.#names.set(schemaKey(schema), name);
    return name;
  }
}

/** What a field is called in Python: `from_` for `from`, because keywords are no names. */
export function attribute(field: string): string {
  return KEYWORDS.has(field) ? `${field}_` : field;
}

/** Adds UnsetType to a type, before None, which stands last. */
function orUnset(type: string): string {
  const nullable = / \| None$/;
  return nullable.test(type) ? `${type.replace(nullable, '')} | UnsetType | None` : `${type} | UnsetType`;
}

/** Two schemas with the same key have the same shape. */
export function schemaKey(schema: TSchema): string {
  return JSON.stringify(schema);
}

/** `message.token-reset` or `token_reset` as `TokenReset`. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|[._-])([a-z])/gi, (_, letter: string) => letter.toUpperCase());
}

/** `MESSAGE_CREATE` as `MessageCreate`. */
export function constantToPascalCase(name: string): string {
  return pascalCase(name.toLowerCase());
}

/** `frameBytes` as `FRAME_BYTES`. */
export function constantCase(name: string): string {
  return name.replace(/([A-Z])/g, '_$1').toUpperCase();
}

/** A docstring of one line, or of several when it is long; nothing for no text. */
export function docstring(text: string | undefined, indent = 4): string {
  if (!text) return '';
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"""', "'''");
  const room = LINE_LENGTH - indent;
  if (escaped.length + 6 <= room) return `"""${escaped}"""`;
  const lines: string[] = [];
  for (const word of escaped.split(' ')) {
    const last = lines.at(-1);
    const start = lines.length === 1 ? 3 : 0;
    if (last === undefined || start + last.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  // A line with nothing below it would be given the closing marks, too, for which it has no room.
  if (lines.length === 1) lines.splice(0, 1, ...cutLastWord(lines[0]!));
  const space = ' '.repeat(indent);
  return `"""${lines.join(`\n${space}`)}\n${space}"""`;
}

function cutLastWord(line: string): string[] {
  const at = line.lastIndexOf(' ');
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at + 1)];
}

/** Gives a type a name; the choices of a long one stand below each other. */
export function typeAlias(name: string, type: string): string {
  const line = `${name}: TypeAlias = ${type}`;
  const choices = /^Literal\[(.*)\]$/.exec(type)?.[1];
  if (line.length <= LINE_LENGTH || choices === undefined) return line;
  return `${name}: TypeAlias = Literal[\n${choices
    .split(', ')
    .map((choice) => `    ${choice},\n`)
    .join('')}]`;
}

/** A Python text. */
export const text = (value: string) => JSON.stringify(value);
