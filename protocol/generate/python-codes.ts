import {
  BACKOFF,
  CLOSE_CODES,
  DICTIONARY_VERSION,
  ERRORS,
  EVENTS,
  GATEWAY_VERSION,
  INTENTS,
  LIMITS,
  Op,
  PERMISSIONS,
  SCOPES,
} from '../src/index.ts';
import { constantCase, docstring, HEADER, text } from './python-types.ts';

/** Opcodes, codes, permissions, intents and limits. */
export function codesModule(): string {
  const flags = (name: string, doc: string, bits: Record<string, bigint | number>) =>
    `class ${name}(IntFlag):\n    ${docstring(doc)}\n\n${Object.entries(bits)
      .map(([key, bit]) => `    ${key} = 1 << ${BigInt(bit).toString(2).length - 1}`)
      .join('\n')}\n`;
  const errors = Object.entries(ERRORS) as [string, { message: string; retry?: true }][];
  return `${HEADER}"""Opcodes, error and close codes, permissions, intents and limits."""

from enum import IntEnum, IntFlag
from typing import Final, Literal, NamedTuple, TypeAlias

GATEWAY_VERSION: Final = ${GATEWAY_VERSION}
DICTIONARY_VERSION: Final = ${DICTIONARY_VERSION}
BACKOFF_FIRST: Final = ${BACKOFF.first / 1000}
BACKOFF_LONGEST: Final = ${(BACKOFF.longest / 1000).toFixed(1)}
${Object.entries(LIMITS)
  .map(([name, value]) => `${constantCase(name)}: Final = ${value}`)
  .join('\n')}


class Op(IntEnum):
    """What a frame is."""

${Object.entries(Op)
  .map(([name, value]) => `    ${constantCase(name).slice(1)} = ${value}`)
  .join('\n')}


${flags('Permission', 'What a role may do. On the wire a set is the decimal string of its bits.', PERMISSIONS)}

${flags('Intent', 'Groups of events that a connection may ask for.', INTENTS)}

# The intents that ask for events; the others come without.
EVENT_INTENTS: Final[dict[str, Intent]] = {
${Object.entries(EVENTS)
  .filter(([, { intent }]) => intent)
  .map(([name, { intent }]) => `    ${text(name)}: Intent.${intent},`)
  .join('\n')}
}

STORED_EVENTS: Final[frozenset[str]] = frozenset(
    {
${Object.entries(EVENTS)
  .filter(([, { stored }]) => stored)
  .map(([name]) => `        ${text(name)},`)
  .join('\n')}
    }
)


class CloseCode(NamedTuple):
    """Why a server closes a connection, and what a client does next."""

    reason: str
    next: Literal["resume", "identify", "fatal"]
    doc: str


CLOSE_CODES: Final[dict[int, CloseCode]] = {
${Object.entries(CLOSE_CODES)
  .map(([code, { reason, next, doc }]) => `    ${code}: CloseCode(${text(reason)}, ${text(next)}, ${text(doc)}),`)
  .join('\n')}
}

# What a scope lets a bot do.
SCOPES: Final[dict[str, str]] = {
${Object.entries(SCOPES)
  .map(([name, { doc }]) => `    ${text(name)}: ${text(doc)},`)
  .join('\n')}
}

ErrorCode: TypeAlias = Literal[
${errors.map(([code]) => `    ${text(code)},`).join('\n')}
]

ERROR_MESSAGES: Final[dict[str, str]] = {
${errors.map(([code, { message }]) => `    ${text(code)}: ${text(message)},`).join('\n')}
}

RETRYABLE: Final[frozenset[str]] = frozenset(
    {
${errors
  .filter(([, { retry }]) => retry)
  .map(([code]) => `        ${text(code)},`)
  .join('\n')}
    }
)
`;
}
