"""Reads commands from messages."""

import re
from typing import NamedTuple

_LINE = re.compile(r"/([A-Za-z0-9_-]{1,32})(?:\s+(.*))?", re.DOTALL)
# Double quotes only: an apostrophe is a letter in chat, where shells and their parsers take it for a quote.
_ARGUMENT = re.compile(r'"([^"]*)"|(\S+)')


class CommandLine(NamedTuple):
    """A message that calls a command: `/name argument "an argument with spaces"`."""

    name: str
    args: list[str]
    rest: str


def parse_command_line(content: str) -> CommandLine | None:
    """Reads a command from a message; None when it is none. `rest` is what follows the name, as it was written."""
    match = _LINE.fullmatch(content.strip())
    if match is None:
        return None
    rest = match[2] or ""
    args = [part[1] if part[1] is not None else part[2] for part in _ARGUMENT.finditer(rest)]
    return CommandLine(match[1], args, rest)
