"""What runs behind a bot: takes events in, gives them to handlers, and remembers how far it has got."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeAlias

from .calls import Calls
from .connection import ConnectionState, Dispatch
from .context import Context, Origin, event_origin
from .cursor_store import CursorStore
from .errors import CozyError
from .gateway import Gateway
from .journal import Journal
from .keyed_queue import KeyedQueue
from .protocol.commands import Commands
from .protocol.events import ReadyEvent, ResumedEvent
from .protocol.handlers import EventHandlers
from .protocol.objects import Cursors, Place, SelfUser
from .stage import Stage

log = logging.getLogger("cozy_bot")

_STOP_TIMEOUT = 10.0
"""Seconds that `stop` waits for handlers that run."""

TimerHandler: TypeAlias = Callable[[Context], Awaitable[object]]


class Timer(NamedTuple):
    """Something that runs every so many seconds."""

    every: float
    handler: TimerHandler


class Runner:
    """Hears the connection, and does what contexts ask for."""

    def __init__(
        self,
        url: str,
        identify: dict[str, object],
        store: CursorStore | None,
        queue_limit: int,
        handlers: EventHandlers,
        *,
        skips_missed: bool,
        stage: Stage | None,
    ) -> None:
        """Takes the gateway's address, what Identify and Resume say, where progress is kept, and whom events are for.

        With `skips_missed` an earlier run is not resumed. A stage stands in place of the network, and of time.
        """
        self._skips_missed = skips_missed
        self._stage = stage
        self._url = url
        self._queue_limit = queue_limit
        self._handlers = handlers
        self._journal = Journal(url, store, self.error)
        self._queue = KeyedQueue()
        self._ticking: list[asyncio.Task[None]] = []
        self._first_channels: dict[str, str] = {}
        # Set while events are left to the server's log, because the queue was full.
        self._overflowed = False
        self._started = False
        # Whether it was said that there is no connection.
        self._away = False
        self.gateway = Gateway(url, identify, self, self._refused, stage.connect if stage else None)
        self._calls = Calls(self.gateway)
        self.commands = Commands(self._calls.call)
        self.timers: list[Timer] = []
        self.error_listeners: list[Callable[[Exception], None]] = []
        self.reset_listeners: list[Callable[[str], None]] = []
        self.user: SelfUser | None = None

    @property
    def user_id(self) -> str | None:
        """The bot's own account, known before the first event."""
        return self._journal.user_id

    @property
    def busy(self) -> bool:
        """Whether handlers or calls wait or run."""
        return self._queue.size + self._calls.size > 0

    def tick(self) -> None:
        """Runs every timer's handler once."""
        for number, timer in enumerate(self.timers):
            self._run_timer(number, timer)

    async def start(self) -> None:
        """Connects, and resumes where an earlier run has ended. Returns when the bot is ready."""
        try:
            self.gateway.open(None if self._skips_missed else await self._journal.load())
            await self.gateway.ready()
        except BaseException:
            await self.gateway.close()
            raise
        self._started = True
        # On a stage, time stands still.
        if self._stage is None:
            for number, timer in enumerate(self.timers):
                self._ticking.append(asyncio.create_task(self._tick(number, timer)))

    async def stop(self) -> None:
        """Waits for handlers that run, at most 10 seconds, saves how far the bot has got, and disconnects."""
        for task in self._ticking:
            task.cancel()
        await self._queue.stop(_STOP_TIMEOUT)
        await self.gateway.close()
        await self._journal.close()

    def dispatch(self, event: Dispatch) -> None:
        """Takes an event in from the connection."""
        name, data, place = event
        if isinstance(data, ReadyEvent):
            self.user = data.user
            self._overflowed = False
            self._journal.restart(data.user.id, data.cursors)
        if isinstance(data, ResumedEvent):
            self.advance(data.cursors)
        if self._overflowed or self._queue.stopped:
            return
        if name.startswith(("CHANNEL_", "COMMUNITY_")):
            self._first_channels.clear()
        handlers = self._handlers.of(name)
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
                try:
                    await handler(data, context)
                except Exception as error:
                    self.error(error)
            if place:
                self._journal.end(place)
            if self._overflowed and self._queue.size <= self._queue_limit / 2:
                self._overflowed = False
                self.gateway.open(self._journal.received)

        self._queue.push(origin.key, handle)

    def pass_over(self, place: Place) -> None:
        """Takes in from the connection that an event came which this SDK does not know."""
        if not self._overflowed and not self._queue.stopped:
            self._journal.skip(place)

    def advance(self, cursors: Cursors) -> None:
        """Takes places in from the connection up to which nothing is missing."""
        # What is left to the log must come again.
        if not self._overflowed and not self._queue.stopped:
            self._journal.advance(cursors)

    def state(self, state: ConnectionState) -> None:
        """Takes the connection's state in."""
        log.debug("The connection is %s.", state)
        if state == "waiting" and not self._away:
            log.warning("No connection to %s; trying until it comes.", self._url)
        if state in ("waiting", "ready"):
            self._away = state == "waiting"

    def reset(self, reason: str) -> None:
        """Takes in from the connection that the session starts afresh."""
        log.warning("What happened since the last run is lost: %s", reason)
        for listener in self.reset_listeners:
            listener(reason)

    def error(self, error: Exception) -> None:
        """Reports an error."""
        for listener in self.error_listeners:
            listener(error)
        if not self.error_listeners:
            log.error("Something failed, and the bot goes on.", exc_info=error)

    async def first_text_channel(self, community_id: str) -> str:
        """Finds the text channel at the top of a community. Raises ValueError when the bot sees none."""
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

    def _refused(self, error: CozyError) -> None:
        for task in self._ticking:
            task.cancel()
        # Before that, `start` raises it.
        if self._started and self.error_listeners:
            self.error(error)
        elif self._started:
            log.error("%s", error)

    async def _tick(self, number: int, timer: Timer) -> None:
        while True:
            await asyncio.sleep(timer.every)
            self._run_timer(number, timer)

    def _run_timer(self, number: int, timer: Timer) -> None:
        async def run() -> None:
            try:
                await timer.handler(Context(self, Origin()))
            except Exception as error:
                self.error(error)

        key = f"timer {number}"
        if not self._queue.busy(key):
            self._queue.push(key, run)
