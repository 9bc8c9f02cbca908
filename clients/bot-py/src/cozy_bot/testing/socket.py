"""A bot's connection without a network."""

import asyncio
from collections.abc import Callable

import aiohttp
import msgspec

_PLAIN = b"\0"
"""Connections ask for compress=dict, where this first byte says that what follows is not compressed."""


class MemorySocket:
    """What the server sends arrives in order when the bot reads it; what the bot sends arrives at once."""

    def __init__(self, receive: Callable[["MemorySocket", bytes], None]) -> None:
        """Takes what is given each message of the bot."""
        self._receive = receive
        self._inbox: asyncio.Queue[bytes] = asyncio.Queue()
        self._waits = False
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether the bot has not taken in all that was sent."""
        return not self._closed and (not self._waits or not self._inbox.empty())

    @property
    def close_code(self) -> int | None:
        """The kit never closes."""
        return None

    def deliver(self, **frame: object) -> None:
        """Sends a frame to the bot."""
        self._inbox.put_nowait(_PLAIN + msgspec.msgpack.encode(frame))

    async def receive(self, timeout: float | None = None) -> aiohttp.WSMessage:
        """Gives the next message. The kit's clock stands still, so that the timeout never comes."""
        self._waits = True
        data = await self._inbox.get()
        self._waits = False
        return aiohttp.WSMessage(aiohttp.WSMsgType.BINARY, data, None)

    async def send_bytes(self, data: bytes) -> None:
        """Sends a message to the kit."""
        if not self._closed:
            self._receive(self, data)

    async def close(self, *, code: int = 1000) -> bool:
        """Ends the connection."""
        self._closed = True
        return True
