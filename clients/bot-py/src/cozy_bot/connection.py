"""One gateway connection that keeps itself alive."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, NamedTuple, NoReturn, Protocol, TypeAlias, TypeVar

import aiohttp
from msgspec import Struct

from .address import with_query
from .backoff import backoff_delay
from .compression import unwrap_message
from .errors import CozyError
from .frames import (
    ClientFrame,
    DecodeError,
    Hello,
    InvalidSession,
    ServerFrame,
    decode_data,
    decode_frames,
    encode_frame,
)
from .places import raise_cursors
from .protocol.codes import CLOSE_CODES, IDENTIFY_TIMEOUT, Op
from .protocol.commands import Command
from .protocol.events import EVENTS, ReadyEvent, ResumedEvent, SubscribedEvent
from .protocol.objects import Cursors, Place

# Where a connection is. `idle` before `run`; `connecting` until the socket is open; `greeting` until Hello;
# `identifying` or `resuming` until READY or RESUMED; `ready`; `waiting` between two tries; `closed` for good.
ConnectionState: TypeAlias = Literal[
    "idle",
    "connecting",
    "greeting",
    "identifying",
    "resuming",
    "ready",
    "waiting",
    "closed",
]

_MISSED_HEARTBEATS = 1
"""Heartbeat intervals without an answer after which the peer counts as dead."""
_CONNECT_TIMEOUT = 15.0
_REQUEST_TIMEOUT = 15.0

I = TypeVar("I", bound=Struct)
O = TypeVar("O")


class Dispatch(NamedTuple):
    """An event as it arrives. `place` is None for events that are not stored."""

    name: str
    data: Struct
    place: Place | None


class Socket(Protocol):
    """The part of aiohttp's WebSocket that a connection uses."""

    @property
    def close_code(self) -> int | None: ...

    async def receive(self, timeout: float | None = None) -> aiohttp.WSMessage: ...

    async def send_bytes(self, data: bytes) -> None: ...

    async def close(self, *, code: int) -> bool: ...


class ConnectionListener(Protocol):
    """What a connection tells; called in the order of the events, and not to wait."""

    def dispatch(self, event: Dispatch) -> None:
        """A known event; each stored one exactly once."""

    def pass_over(self, place: Place) -> None:
        """An event that this SDK does not know."""

    def advance(self, cursors: Cursors) -> None:
        """Nothing is missing up to these places, which the server has told without an event."""

    def state(self, state: ConnectionState) -> None:
        """The state has changed."""

    def reset(self, reason: str) -> None:
        """The session cannot be continued, because the cursors are older than the log: READY starts afresh."""

    def error(self, error: Exception) -> None:
        """Something that the server sent does not fit its shape."""


class Refused(Exception):
    """The server closed with a code after which reconnecting would end the same way."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class _Lost(Exception):
    """The connection is over. It is tried again at once, or after a wait of at least `floor` seconds."""

    def __init__(self, *, at_once: bool = False, floor: float = 0.0) -> None:
        super().__init__()
        self.at_once = at_once
        self.floor = floor


class Connection:
    """Heartbeats, notices a dead peer, reconnects with backoff and resumes by its cursors.

    So every stored event is dispatched exactly once and in order.
    """

    def __init__(
        self,
        connect: Callable[[str], Awaitable[Socket]],
        url: str,
        identify: dict[str, object],
        listener: ConnectionListener,
        on_ready: "Callable[[Connection], None]",
        cursors: Cursors | None = None,
    ) -> None:
        """Takes what opens sockets, the gateway's address, what Identify and Resume say, and the cursors of an earlier connection to resume."""
        self._on_ready = on_ready
        self._connect = connect
        self._url = url
        self._identify = identify
        self._listener = listener
        self._cursors = dict(cursors or {})
        self._resumable = cursors is not None
        self._attempt = 0
        self._socket: Socket | None = None
        self._unanswered = 0
        self._number = 0
        self._waiting: dict[int, asyncio.Future[ServerFrame]] = {}
        self.state: ConnectionState = "idle"

    async def run(self) -> NoReturn:
        """Connects again and again, until it is cancelled. Raises Refused."""
        try:
            while True:
                lost = await self._live()
                if lost.at_once:
                    continue
                self._enter("waiting")
                delay = backoff_delay(self._attempt, lost.floor)
                self._attempt += 1
                await asyncio.sleep(delay)
        finally:
            self.state = "closed"

    async def request(self, command: Command[I, O], data: I) -> O:
        """Calls a command. Not retried here: who calls knows whether it is safe to repeat.

        Raises CozyError with the server's code; UNAVAILABLE when not connected, or when no answer came.
        """
        socket = self._socket
        if self.state != "ready" or socket is None:
            raise CozyError("UNAVAILABLE", "Not connected just now.")
        self._number += 1
        number = self._number
        answer: asyncio.Future[ServerFrame] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            await socket.send_bytes(encode_frame("msgpack", ClientFrame(Op.REQUEST, data, command.name, number)))
            frame = await asyncio.wait_for(answer, _REQUEST_TIMEOUT)
        except TimeoutError:
            raise CozyError("UNAVAILABLE", "The server did not answer in time.") from None
        except (aiohttp.ClientError, ConnectionError) as error:
            raise CozyError("UNAVAILABLE", "The connection was lost before the answer came.") from error
        finally:
            self._waiting.pop(number, None)
        if frame.e is not None:
            raise CozyError.from_body(frame.e)
        try:
            return decode_data(frame, command.output)
        except DecodeError as error:
            raise CozyError("INTERNAL", str(error)) from error

    async def _live(self) -> _Lost:
        self._enter("connecting")
        try:
            async with asyncio.timeout(_CONNECT_TIMEOUT):
                socket = await self._connect(with_query(self._url))
        except (aiohttp.ClientError, OSError, TimeoutError):
            return _Lost()
        self._socket = socket
        try:
            self._enter("greeting")
            await self._read(socket)
        except _Lost as lost:
            return lost
        except (aiohttp.ClientError, ConnectionError, DecodeError, TimeoutError):
            # What a message held that is no frame is unknown, and the cursors stand before it: resuming brings it again.
            return _Lost()
        finally:
            self._socket = None
            self._fail_requests()
            await socket.close(code=4000)

    async def _read(self, socket: Socket) -> NoReturn:
        loop = asyncio.get_running_loop()
        interval: float | None = None
        due = loop.time() + IDENTIFY_TIMEOUT / 1000
        while True:
            try:
                message = await socket.receive(timeout=max(0.001, due - loop.time()))
            except TimeoutError:
                if interval is None or self._unanswered > _MISSED_HEARTBEATS:
                    raise
                due = await self._beat(socket, interval)
                continue
            if message.type is not aiohttp.WSMsgType.BINARY:
                self._closed(socket, message)
            for frame in decode_frames("msgpack", unwrap_message(message.data)):
                if frame.op == Op.HELLO:
                    interval = decode_data(frame, Hello).heartbeat_interval / 1000
                    self._unanswered = 0
                    due = loop.time() + interval
                    await self._authenticate(socket)
                else:
                    self._handle(frame)
            # Messages that never stop must not put the heartbeat off.
            if interval is not None and loop.time() >= due:
                due = await self._beat(socket, interval)

    async def _beat(self, socket: Socket, interval: float) -> float:
        self._unanswered += 1
        await self._send(socket, Op.HEARTBEAT, self._cursors)
        return asyncio.get_running_loop().time() + interval

    async def _authenticate(self, socket: Socket) -> None:
        if self._resumable:
            self._enter("resuming")
            await self._send(socket, Op.RESUME, {**self._identify, "cursors": self._cursors})
        else:
            self._enter("identifying")
            await self._send(socket, Op.IDENTIFY, self._identify)

    async def _send(self, socket: Socket, op: Op, data: object) -> None:
        await socket.send_bytes(encode_frame("msgpack", ClientFrame(op, data)))

    def _closed(self, socket: Socket, message: aiohttp.WSMessage) -> NoReturn:
        code = socket.close_code or 0
        known = CLOSE_CODES.get(code)
        if known and known.next == "fatal":
            raise Refused(code, message.extra or known.reason)
        raise _Lost()

    def _handle(self, frame: ServerFrame) -> None:
        if frame.op == Op.HEARTBEAT_ACK:
            self._unanswered = 0
            if len(frame.d):
                self._advance(decode_data(frame, Cursors))
        elif frame.op == Op.DISPATCH:
            self._dispatch(frame)
        elif frame.op == Op.RESPONSE:
            answer = self._waiting.pop(frame.n or 0, None)
            if answer and not answer.done():
                answer.set_result(frame)
        elif frame.op == Op.RECONNECT:
            raise _Lost(at_once=True)
        elif frame.op == Op.INVALID_SESSION:
            invalid = decode_data(frame, InvalidSession)
            if not invalid.resumable:
                self._resumable = False
                self._cursors = {}
                self._listener.reset(invalid.reason)
            raise _Lost(floor=invalid.retry_after)

    def _dispatch(self, frame: ServerFrame) -> None:
        place = frame.s
        if place:
            key = str(place[0])
            if place[1] <= self._cursors.get(key, 0):
                return
            self._cursors[key] = place[1]
        name = frame.t or ""
        shape = EVENTS.get(name)
        if shape is None:
            if place:
                self._listener.pass_over(place)
            return
        try:
            data = decode_data(frame, shape)
        except DecodeError as error:
            self._listener.error(error)
            if place:
                self._listener.pass_over(place)
            return
        if isinstance(data, ReadyEvent | ResumedEvent):
            # READY describes everything at its cursors; RESUMED may name places that lie before what came already.
            if isinstance(data, ReadyEvent):
                self._cursors = {}
            raise_cursors(self._cursors, data.cursors)
            self._resumable = True
            self._attempt = 0
        if isinstance(data, SubscribedEvent):
            self._advance(data.cursors)
        self._listener.dispatch(Dispatch(name, data, place))
        if isinstance(data, ReadyEvent | ResumedEvent):
            self._enter("ready")
            self._on_ready(self)

    def _advance(self, cursors: Cursors) -> None:
        if raise_cursors(self._cursors, cursors):
            self._listener.advance(cursors)

    def _enter(self, state: ConnectionState) -> None:
        if self.state != state:
            self.state = state
            self._listener.state(state)

    def _fail_requests(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(CozyError("UNAVAILABLE", "The connection was lost before the answer came."))
