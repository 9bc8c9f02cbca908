"""A bot: handlers, timers, and a connection that keeps itself alive."""

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from importlib.metadata import version
from typing import NamedTuple, TypeAlias, TypeVar

from .address import NO_TOKEN, gateway_url, token_name
from .calls import Calls
from .command_line import parse_command_line
from .connection import ConnectionState, Dispatch
from .context import Context, Origin, event_origin
from .cursor_store import CursorStore, FileCursorStore
from .gateway import Gateway
from .journal import Journal
from .keyed_queue import KeyedQueue
from .protocol.codes import Intent
from .protocol.commands import Commands, MessageSendOutput
from .protocol.events import MessageReactionAddEvent, ReadyEvent, ResumedEvent
from .protocol.handlers import EventHandlers, Handler, Registration
from .protocol.objects import Member, Message, Place, SelfUser, User

log = logging.getLogger("cozy_bot")

_STOP_TIMEOUT = 10.0
"""Seconds that `stop` waits for handlers that run."""
_SHORTEST_TIMER = 0.1

TimerHandler: TypeAlias = Callable[[Context], Awaitable[object]]
T = TypeVar("T")


class Command(NamedTuple):
    """A message that calls one of the bot's commands; `rest` is what follows the name, as it was written."""

    name: str
    args: list[str]
    rest: str
    message: Message


class _Timer(NamedTuple):
    every: float
    handler: TimerHandler


class Bot(EventHandlers):
    """A bot. Register handlers with its decorators, then `run` it."""

    def __init__(
        self,
        url: str,
        token: str | None,
        *,
        cursors: str | os.PathLike[str] | CursorStore | bool = True,
        intents: Iterable[Intent] | None = None,
        other_bots: bool = False,
        queue_limit: int = 10_000,
    ) -> None:
        """Takes the instance's address, e.g. `http://localhost:8080`, and the token from Settings → Bots in the web client.

        `cursors` is where the bot keeps how far it has got, so that a restart handles what it missed: a file's path, a
        store of your own, or False for nowhere; `.cozy-bot-<id>.json` in the working folder by default. `intents` are the
        groups of events to receive, all by default. With `other_bots` messages and joins of other bots are handled too;
        the bot's own never are. `queue_limit` events may wait for their handlers; what comes beyond is fetched from the
        server later. Raises ValueError when the address or the token is missing or malformed.
        """
        super().__init__()
        self._url = gateway_url(url)
        if not token:
            raise ValueError(NO_TOKEN)
        store: CursorStore | None
        if isinstance(cursors, bool):
            store = FileCursorStore(f".cozy-bot-{token_name(token)}.json") if cursors else None
        else:
            store = FileCursorStore(cursors) if isinstance(cursors, str | os.PathLike) else cursors
        identify: dict[str, object] = {
            "token": token,
            "properties": {"client": "cozy-bot", "version": version("cozy-bot")},
        }
        if intents is not None:
            identify["intents"] = sum(set(intents))
        self._other_bots = other_bots
        self._queue_limit = queue_limit
        self._journal = Journal(self._url, store, self.error)
        self._gateway = Gateway(self._url, identify, self)
        self._queue = KeyedQueue()
        self._sends = KeyedQueue()
        self._timers: list[_Timer] = []
        self._running: list[asyncio.Task[None]] = []
        self._first_channels: dict[str, str] = {}
        self._error_listeners: list[Callable[[Exception], None]] = []
        self._reset_listeners: list[Callable[[str], None]] = []
        # Set while events are left to the server's log, because the queue was full.
        self._overflowed = False
        self.user: SelfUser | None = None
        """The bot's own account; known once a session began afresh."""
        self.commands = Commands(Calls(self._gateway).call)
        """Every command of the server as a typed method."""

    def on_message(self, handler: Handler[Message]) -> Handler[Message]:
        """Handles every message of others, in every channel that the bot sees."""

        async def others(message: Message, context: Context) -> None:
            if not self._ignores(message.author):
                await handler(message, context)

        self.on("MESSAGE_CREATE")(others)
        return handler

    def on_reaction(self, handler: Handler[MessageReactionAddEvent]) -> Handler[MessageReactionAddEvent]:
        """Handles every reaction that others add to a message."""

        async def others(reaction: MessageReactionAddEvent, context: Context) -> None:
            if reaction.user_id != self._journal.user_id:
                await handler(reaction, context)

        self.on("MESSAGE_REACTION_ADD")(others)
        return handler

    def on_command(self, name: str) -> Registration[Command]:
        """Handles messages that begin with `/name`: letters, digits, `_` and `-`, given without the slash."""
        line = parse_command_line(f"/{name}")
        if line is None or line.name != name:
            raise ValueError(f"A command's name is 1 to 32 letters, digits, _ and -, not {name!r}.")

        def register(handler: Handler[Command]) -> Handler[Command]:
            async def called(message: Message, context: Context) -> None:
                line = parse_command_line(message.content)
                if line and line.name == name:
                    await handler(Command(*line, message), context)

            self.on_message(called)
            return handler

        return register

    def on_user_join(self, handler: Handler[Member]) -> Handler[Member]:
        """Handles people who join a community that the bot is in."""

        async def others(member: Member, context: Context) -> None:
            if not self._ignores(member.user):
                await handler(member, context)

        self.on("COMMUNITY_MEMBER_ADD")(others)
        return handler

    def on_timer(self, every: float | timedelta) -> Callable[[TimerHandler], TimerHandler]:
        """Runs something every so many seconds while the bot runs.

        A run that takes longer is not overlapped: the next one is left out. Raises ValueError below 0.1 seconds.
        """
        seconds = every.total_seconds() if isinstance(every, timedelta) else float(every)
        if not seconds >= _SHORTEST_TIMER:
            raise ValueError(f"every must be at least {_SHORTEST_TIMER} seconds, not {every}.")

        def register(handler: TimerHandler) -> TimerHandler:
            self._timers.append(_Timer(seconds, handler))
            return handler

        return register

    def on_error(self, listener: Callable[[Exception], None]) -> Callable[[Exception], None]:
        """Hears of a handler that failed, or that the bot was refused for good; without it, these are logged."""
        self._error_listeners.append(listener)
        return listener

    def on_reset(self, listener: Callable[[str], None]) -> Callable[[str], None]:
        """Hears that the bot was away for longer than the server keeps events: what it missed is lost."""
        self._reset_listeners.append(listener)
        return listener

    def run(self) -> None:
        """Runs the bot until Ctrl-C or SIGTERM. Raises CozyError when the server refuses it.

        What the bot logs goes to the standard error, unless the program has set its logging.
        """
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
        asyncio.run(self._run())

    async def start(self) -> None:
        """Connects, and resumes where an earlier run has ended; for programs with a loop of their own.

        Returns when the bot is ready, and keeps trying while the server is away. Raises CozyError UNAUTHENTICATED when the
        server refuses the token.
        """
        try:
            self._gateway.open(await self._journal.load())
            await self._gateway.ready()
        except BaseException:
            await self._gateway.close()
            raise
        for number, timer in enumerate(self._timers):
            self._running.append(asyncio.create_task(self._tick(f"timer {number}", timer)))

    async def stop(self) -> None:
        """Waits for handlers that run, at most 10 seconds, saves how far the bot has got, and disconnects."""
        for task in self._running:
            task.cancel()
        await self._queue.stop(_STOP_TIMEOUT)
        await self._gateway.close()
        await self._journal.close()

    async def _run(self) -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopping.set)
        starting = asyncio.create_task(self.start())
        stopped = asyncio.create_task(stopping.wait())
        ended = asyncio.create_task(self._gateway.ended.wait())
        await asyncio.wait((starting, stopped), return_when=asyncio.FIRST_COMPLETED)
        if starting.done() and not stopping.is_set():
            await starting
            log.info("The bot is ready.")
            await asyncio.wait((stopped, ended), return_when=asyncio.FIRST_COMPLETED)
        failure = self._gateway.failure
        for task in (starting, stopped, ended):
            task.cancel()
        await asyncio.gather(starting, stopped, ended, return_exceptions=True)
        await self.stop()
        if failure:
            raise failure

    def dispatch(self, event: Dispatch) -> None:
        """Takes an event in from the connection."""
        name, data, place = event
        if isinstance(data, ReadyEvent):
            self.user = data.user
            self._overflowed = False
            self._journal.restart(data.user.id, data.cursors)
        if self._overflowed or self._queue.stopped:
            return
        if isinstance(data, ResumedEvent):
            self._journal.advance(data.cursors)
        if name.startswith(("CHANNEL_", "COMMUNITY_")):
            self._first_channels.clear()
        handlers = self._handlers.get(name)
        if not handlers:
            if place:
                self._journal.skip(place)
            return
        if self._queue.size >= self._queue_limit:
            # The log is the queue: what is left there comes again by resuming, once there is room.
            self._overflowed = True
            return
        if place and not self._journal.begin(place):
            return
        origin = event_origin(name, data, place)
        context = Context(self, origin)

        async def handle() -> None:
            for handler in handlers:
                await self._guarded(handler(data, context))
            if place:
                self._journal.end(place)
            if self._overflowed and self._queue.size <= self._queue_limit / 2:
                self._overflowed = False
                self._gateway.open(self._journal.received)

        self._queue.push(origin.key, handle)

    def pass_over(self, place: Place) -> None:
        """Takes in from the connection that an event came which this SDK does not know."""
        if not self._overflowed and not self._queue.stopped:
            self._journal.skip(place)

    def state(self, state: ConnectionState) -> None:
        """Takes the connection's state in."""
        log.debug("The connection is %s.", state)
        if state == "waiting":
            log.warning("No connection to %s; trying until it comes.", self._url)

    def reset(self, reason: str) -> None:
        """Takes in from the connection that the session starts afresh."""
        log.warning("What happened since the last run is lost: %s", reason)
        for listener in self._reset_listeners:
            listener(reason)

    def error(self, error: Exception) -> None:
        """Reports an error."""
        for listener in self._error_listeners:
            listener(error)
        if not self._error_listeners:
            log.error("A handler failed.", exc_info=error)

    async def in_order(self, channel_id: str, send: Callable[[], Awaitable[MessageSendOutput]]) -> MessageSendOutput:
        """Sends after what was sent to the same channel before."""
        return await self._sends.run(channel_id, send)

    async def first_text_channel(self, community_id: str) -> str:
        """Finds the text channel at the top of a community."""
        known = self._first_channels.get(community_id)
        if known:
            return known
        for community in (await self.commands.community.list()).communities:
            channels = [channel for channel in community.channels if channel.type == "text"]
            if community.id == community_id and channels:
                first = min(channels, key=lambda channel: channel.position).id
                self._first_channels[community_id] = first
                return first
        raise ValueError("The bot sees no text channel here: send_message needs channel_id.")

    async def _tick(self, key: str, timer: _Timer) -> None:
        while True:
            await asyncio.sleep(timer.every)
            if not self._queue.busy(key):
                self._queue.push(key, lambda: self._guarded(timer.handler(Context(self, Origin()))))

    async def _guarded(self, work: Awaitable[object]) -> None:
        try:
            await work
        except Exception as error:
            self.error(error)

    def _ignores(self, author: User) -> bool:
        return author.id == self._journal.user_id or (author.bot and not self._other_bots)
