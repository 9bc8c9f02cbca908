import { Kind, type TObject, type TSchema } from '@sinclair/typebox';
import * as protocol from '../src/index.ts';
import { COMMANDS, type CommandDefinition, EVENTS } from '../src/index.ts';
import {
  attribute,
  constantToPascalCase,
  docstring,
  HEADER,
  PythonTypes,
  pascalCase,
  schemaKey,
  text,
  typeAlias,
} from './python-types.ts';

const commands = Object.entries(COMMANDS) as [string, CommandDefinition][];

/** The objects that events and commands are made of. */
export function objectsModule(): { code: string; types: PythonTypes } {
  // A server may have newer codes than this SDK.
  const types = new PythonTypes(new Map(), { 'ErrorBody.code': 'str' });
  const aliases: string[] = [];
  for (const [name, schema] of Object.entries(protocol) as [string, TSchema | undefined][]) {
    const kind = schema?.[Kind];
    if (!schema || !/^[A-Z][a-z]/.test(name) || name === 'ServerFrame' || name === 'ClientFrame') continue;
    const literals = kind === 'Union' && (schema.anyOf as TSchema[]).every((member) => member[Kind] === 'Literal');
    if (kind === 'Record' || kind === 'Tuple' || literals) {
      aliases.push(typeAlias(name, types.type(schema, name)));
      types.alias(schema, name);
    }
  }
  for (const [name, schema] of namedObjects()) types.type(schema, name);
  const code = `${HEADER}"""The objects that events and commands are made of."""

from typing import Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

${aliases.join('\n')}


${types.code}`;
  return { code, types };
}

/** Objects in an order in which each stands behind those that it holds, so that none gets a name from its holder. */
function namedObjects(): [string, TObject][] {
  const objects = (Object.entries(protocol) as [string, TSchema | undefined][]).filter(
    (entry): entry is [string, TObject] => entry[1]?.[Kind] === 'Object' && !/Frame$/.test(entry[0]),
  );
  const keys = new Map(objects.map(([name, schema]) => [name, schemaKey(schema)]));
  return objects.sort(([a], [b]) => keys.get(a)!.length - keys.get(b)!.length);
}

/** The events, and which shape each has. */
export function eventsModule(objects: PythonTypes): string {
  const { types, rows } = eventTypes(objects);
  return `${HEADER}"""The gateway's events."""

from typing import Final, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from .objects import (
${lines([...types.used])}
)


${types.code}

EventName: TypeAlias = Literal[
${rows.map(({ name }) => `    ${text(name)},`).join('\n')}
]

EVENTS: Final[dict[str, type[Struct]]] = {
${rows.map(({ name, doc, type }) => `    # ${doc}\n    ${text(name)}: ${type},`).join('\n')}
}
`;
}

/** The decorator `on`, which knows the shape of each event. */
export function handlersModule(objects: PythonTypes): string {
  const { types, rows } = eventTypes(objects);
  const own = rows.map(({ type }) => type).filter((type) => types.structNames.includes(type));
  const others = rows.map(({ type }) => type).filter((type) => !own.includes(type));
  const overloads = rows.map(
    ({ name, type }) => `    @overload\n    def on(self, name: Literal[${text(name)}]) -> Registration[${type}]: ...\n`,
  );
  return `${HEADER}"""What \`on\` takes, by event."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeAlias, TypeVar, overload

from ..context import Context
from .events import (
${lines(own)}
)
from .objects import (
${lines(others)}
)

T = TypeVar("T")
Handler: TypeAlias = Callable[[T, Context], Awaitable[object]]
Registration: TypeAlias = Callable[[Handler[T]], Handler[T]]


class EventHandlers:
    """Takes handlers of gateway events, by the event's name."""

    def __init__(self) -> None:
        self._handlers: dict[str, list[Handler[Any]]] = {}

    def of(self, name: str) -> list[Handler[Any]]:
        """The handlers of an event, in the order in which they came."""
        return self._handlers.get(name, [])

${overloads.join('\n')}
    def on(self, name: str) -> Registration[Any]:
        """Handles a gateway event: \`@bot.on("CHANNEL_CREATE")\` over an async function."""

        def register(handler: Handler[Any]) -> Handler[Any]:
            self._handlers.setdefault(name, []).append(handler)
            return handler

        return register
`;
}

function eventTypes(objects: PythonTypes) {
  const types = new PythonTypes(objects.names);
  const rows = Object.entries(EVENTS).map(([name, { doc, d }]) => {
    // A class of its own for each event, even where two have the same fields.
    const schema = objects.names.has(schemaKey(d)) ? d : { ...d, title: name };
    return { name, doc, type: types.type(schema, `${constantToPascalCase(name)}Event`) };
  });
  return { types, rows };
}

/** The commands: inputs, outputs, and a typed method for each. */
export function commandsModule(objects: PythonTypes): string {
  const types = new PythonTypes(objects.names);
  const objectNames = new Set(objects.names.values());
  const nouns = new Map<string, string[]>();
  const constants: string[] = [];
  for (const [name, definition] of commands) {
    const [noun, verb] = name.split('.') as [string, string];
    const base = pascalCase(name);
    const input = types.type({ ...definition.input, title: name } as TObject, `${base}Input`);
    const empty = Object.keys(definition.output.properties).length === 0;
    const output = empty ? 'Empty' : types.type({ ...definition.output, title: name } as TObject, `${base}Output`);
    const constant = constantOf(name);
    const repeatable = definition.route[0] !== 'POST' || 'nonce' in definition.input.properties;
    constants.push(
      `${constant}: Final[Command[${input}, ${output}]] = Command(\n    ${text(name)},\n    ${input},\n    ${output},\n    ${repeatable ? 'True' : 'False'},\n)`,
    );
    const fields = types.fields(definition.input, `${base}Input`);
    const parameters =
      fields.length > 0
        ? `\n        self,\n        *,\n${fields.map((field) => `        ${named(field, noun)},\n`).join('')}    `
        : 'self';
    const passed = Object.keys(definition.input.properties).map(
      (field) => `                ${attribute(field)}=${attribute(field)},\n`,
    );
    const data = passed.length > 0 ? `${input}(\n${passed.join('')}            )` : `${input}()`;
    const call =
      passed.length > 0
        ? `await self._call(\n            ${constant},\n            ${data},\n        )`
        : `await self._call(${constant}, ${data})`;
    const method = `    async def ${verb.replaceAll('-', '_')}(${parameters}) -> ${empty ? 'None' : output}:
        ${docstring(definition.doc, 8)}
        ${empty ? '' : 'return '}${call}
`;
    nouns.set(noun, [...(nouns.get(noun) ?? []), method]);
  }
  return `${HEADER}"""The server's commands as typed methods."""

import builtins
from typing import Any, Final, Generic, ${types.code.includes('Literal[') ? 'Literal, ' : ''}NamedTuple, Protocol, TypeVar

from msgspec import UNSET, Struct, UnsetType

from .objects import (
${lines([...types.used].filter((name) => objectNames.has(name)))}
)

I = TypeVar("I", bound=Struct)
O = TypeVar("O")


class Command(NamedTuple, Generic[I, O]):
    """A command of the server."""

    name: str
    input: type[I]
    output: type[O]
    repeatable: bool


class Empty(Struct, frozen=True):
    """An answer that only says that it is done."""


class Call(Protocol):
    """Carries a command out."""

    async def __call__(self, command: Command[I, O], data: I) -> O: ...


${types.code}

${constants.join('\n')}

COMMANDS: Final[dict[str, Command[Any, Any]]] = {
${commands.map(([name]) => `    ${text(name)}: ${constantOf(name)},`).join('\n')}
}


${[...nouns].map(([noun, methods]) => `class ${pascalCase(noun)}Commands:\n    """\`${noun}.…\`"""\n\n    def __init__(self, call: Call) -> None:\n        self._call = call\n\n${methods.join('\n')}`).join('\n\n')}

class Commands:
    """Every command: \`commands.message.history(channel_id=…)\`."""

    def __init__(self, call: Call) -> None:
${[...nouns.keys()].map((noun) => `        self.${noun.replaceAll('-', '_')} = ${pascalCase(noun)}Commands(call)`).join('\n')}
`;
}

/** `bot.token-reset` as `BOT_TOKEN_RESET`. */
const constantOf = (command: string) => command.replace(/[.-]/g, '_').toUpperCase();

/** A parameter of a method. Beside a method that is called `list` Python's own needs its full name. */
function named(field: string, noun: string): string {
  return `${noun}.list` in COMMANDS ? field.replaceAll(/\blist\[/g, 'builtins.list[') : field;
}

/** Names one to a line, as in a long import. */
function lines(names: readonly string[]): string {
  return [...new Set(names)]
    .sort()
    .map((name) => `    ${name},`)
    .join('\n');
}
