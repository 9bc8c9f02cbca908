"""Keeps a bot's progress between runs."""

import asyncio
import os
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from .protocol.objects import Cursors


class Progress(Struct, frozen=True, kw_only=True):
    """How far a bot has got: every event up to `cursors` is handled, and those in `done` beyond it.

    `gateway` is the address that the places belong to, `user_id` the bot's own account. The JavaScript SDK writes the same.
    """

    gateway: str
    user_id: str
    cursors: Cursors
    done: dict[str, list[int]]


class CursorStore(Protocol):
    """Keeps a bot's progress. Give the bot your own to keep it in a database."""

    async def load(self) -> Progress | None:
        """Gives what was saved last, or nothing on a first start."""

    async def save(self, progress: Progress) -> None:
        """Replaces what was saved, whole or not at all. Called one at a time."""


class FileCursorStore:
    """Keeps progress in a JSON file, which is replaced by renaming: a crash leaves the old one or the new one."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Takes the file's path; its folder must exist."""
        self.path = Path(path)

    async def load(self) -> Progress | None:
        """Reads the file; nothing when there is none. Raises ValueError when it holds something else."""
        try:
            text = await asyncio.to_thread(self.path.read_bytes)
        except FileNotFoundError:
            return None
        try:
            return msgspec.json.decode(text, type=Progress)
        except msgspec.DecodeError as error:
            raise ValueError(
                f"{self.path} does not hold a bot's cursors. Move it away; the bot then starts with what happens from now on."
            ) from error

    async def save(self, progress: Progress) -> None:
        """Writes the file."""
        await asyncio.to_thread(self._replace, msgspec.json.encode(progress))

    def _replace(self, text: bytes) -> None:
        following = self.path.with_name(self.path.name + ".next")
        with open(following, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        following.replace(self.path)
