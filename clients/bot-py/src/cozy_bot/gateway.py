"""A bot's place on the gateway."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp

from .address import WRONG_TOKEN
from .connection import Connection, ConnectionListener, Refused, Socket
from .errors import CozyError
from .protocol.codes import CLOSE_CODES
from .protocol.objects import Cursors

_CLOSE_TIMEOUT = 1.0
"""Seconds that a peer has to answer a close before the socket is cut."""
_LARGEST_MESSAGE = 64 * 1024 * 1024
"""Bytes; READY of a bot in many communities is the largest message."""


class Gateway:
    """One connection, which can be replaced by one that resumes from other cursors."""

    def __init__(
        self,
        url: str,
        identify: dict[str, object],
        listener: ConnectionListener,
        on_refused: Callable[[CozyError], None],
        connect: Callable[[str], Awaitable[Socket]] | None = None,
    ) -> None:
        """Takes the gateway's address, what Identify and Resume say, and who is told what happens, and of the end of it all.

        `connect` opens sockets in place of the network.
        """
        self._connect = connect or self._open_socket
        self._on_refused = on_refused
        self._url = url
        self._identify = identify
        self._listener = listener
        self._http: aiohttp.ClientSession | None = None
        self._connection: Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._waiting: list[asyncio.Future[Connection]] = []
        self._ended: CozyError | None = None
        self.ended = asyncio.Event()
        """Set when the gateway was closed, or has refused the bot for good."""

    def open(self, cursors: Cursors | None) -> None:
        """Connects, in place of an earlier connection; without cursors the session starts afresh."""
        previous = self._task
        if previous:
            previous.cancel()
        connection = Connection(self._connect, self._url, self._identify, self._listener, self._became_ready, cursors)
        self._connection = connection
        self._task = asyncio.create_task(self._run(connection, previous))

    async def ready(self) -> Connection:
        """Waits for a connection that takes requests. Raises CozyError when the gateway was closed or refused the bot."""
        if self._ended:
            raise self._ended
        if self._connection and self._connection.state == "ready":
            return self._connection
        waiting: asyncio.Future[Connection] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        return await waiting

    async def close(self) -> None:
        """Closes for good; who waits for a connection gets an error."""
        self._end(CozyError("UNAVAILABLE", "The bot was stopped."))
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._http:
            await self._http.close()

    @property
    def failure(self) -> CozyError | None:
        """Why the gateway has ended."""
        return self._ended

    async def _open_socket(self, url: str) -> Socket:
        if self._http is None:
            self._http = aiohttp.ClientSession()
        timeout = aiohttp.ClientWSTimeout(ws_close=_CLOSE_TIMEOUT)
        return await self._http.ws_connect(url, timeout=timeout, max_msg_size=_LARGEST_MESSAGE)

    async def _run(self, connection: Connection, previous: asyncio.Task[None] | None) -> None:
        if previous:
            await asyncio.gather(previous, return_exceptions=True)
        try:
            await connection.run()
        except Refused as refused:
            error = _fatal_error(refused)
            self._end(error)
            self._on_refused(error)

    def _became_ready(self, connection: Connection) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(connection)

    def _end(self, error: CozyError) -> None:
        if self._ended is None:
            self._ended = error
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_exception(self._ended)
        self.ended.set()


def _fatal_error(refused: Refused) -> CozyError:
    """Says what a close code that ends a bot means for who runs it."""
    if refused.code == 4004:
        return CozyError("UNAUTHENTICATED", WRONG_TOKEN)
    known = CLOSE_CODES.get(refused.code)
    doc = f" {known.doc}" if known else ""
    return CozyError("FORBIDDEN", f"The server ended the connection for good: {refused}.{doc}")
