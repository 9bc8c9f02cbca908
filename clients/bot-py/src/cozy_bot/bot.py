"""A bot: handlers, timers, and a connection that keeps itself alive."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Iterable
from datetime import timedelta
from importlib.metadata import version
from typing import Literal, NamedTuple

from .address import NO_TOKEN, cursors_file, gateway_url
from .command_line import parse_command_line
from .context import Context
from .cursor_store import CursorStore, FileCursorStore
from .protocol.codes import EVENT_INTENTS, Intent
from .protocol.commands import Commands
from .protocol.events import MessageReactionAddEvent
from .protocol.handlers import EventHandlers, Handler, Registration
from .protocol.objects import Member, Message, SelfUser, User
from .runner import Runner, Timer, TimerHandler, log
from .stage import current_stage

_SHORTEST_TIMER = 0.1
"""Seconds."""


class Command(NamedTuple):
    """A message that calls one of the bot's commands; `rest` is what follows the name, as it was written."""

    name: str
    args: list[str]
    rest: str
    message: Message


class Bot(EventHandlers):
    """A bot. Register handlers with its decorators, then `run` it."""

    def __init__(
        self,
        url: str,
        token: str | None,
        *,
        cursors: str | os.PathLike[str] | CursorStore | bool = True,
        missed: Literal["handle", "skip"] = "handle",
        intents: Iterable[Intent] | None = None,
        shard: tuple[int, int] | None = None,
        other_bots: bool = False,
        queue_limit: int = 10_000,
    ) -> None:
        """Takes the instance's address, e.g. `http://localhost:8080`, and the token from Settings → Bots in the web client.

        `cursors` is where the bot keeps how far it has got, so that a restart handles what it missed: a file's path, a
        store of your own, or False for nowhere; `.cozy-bot-<id>.json` in the working folder by default. `missed` says what
        becomes of events that came while the bot was not running: "handle" handles each once, "skip" starts with what
        happens from now on. `intents` are the groups of events to receive, all by default. `shard` is the part of the
        bot's communities that this process looks after, `(index, count)`: run `count` processes, each with an index of
        its own from 0. With `other_bots` messages and joins of other bots are handled too;
        the bot's own never are. `queue_limit` events may wait for their handlers; what comes beyond is fetched from the
        server later. Raises ValueError when the address or the token is missing or malformed.
        """
        super().__init__()
        stage = current_stage.get()
        gateway = gateway_url(stage.url if stage else url)
        token = stage.token if stage else token
        if not token:
            raise ValueError(NO_TOKEN)
        if cursors is True:
            cursors = cursors_file(token, shard)
        store: CursorStore | None
        if isinstance(cursors, str | os.PathLike):
            store = stage.store if stage else FileCursorStore(cursors)
        else:
            store = cursors or None
        self._intents: frozenset[Intent] | None = None
        identify: dict[str, object] = {
            "token": token,
            "properties": {"client": "cozy-bot", "version": version("cozy-bot")},
        }
        if intents is not None:
            self._intents = frozenset(intents)
            identify["intents"] = sum(self._intents)
        if shard is not None:
            identify["shard"] = shard
        self._other_bots = other_bots
        self._stage = stage
        self._runner = Runner(gateway, identify, store, queue_limit, self, skips_missed=missed == "skip", stage=stage)
        if stage:
            stage.enter(self, self._runner)

    @property
    def commands(self) -> Commands:
        """Every command of the server as a typed method."""
        return self._runner.commands

    @property
    def user(self) -> SelfUser | None:
        """The bot's own account; known once a session began afresh."""
        return self._runner.user

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
            if reaction.user_id != self._runner.user_id:
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
            self._runner.timers.append(Timer(seconds, handler))
            return handler

        return register

    def on_error(self, listener: Callable[[Exception], None]) -> Callable[[Exception], None]:
        """Hears of a handler that failed, or that the bot was refused for good; without it, these are logged."""
        self._runner.error_listeners.append(listener)
        return listener

    def on_reset(self, listener: Callable[[str], None]) -> Callable[[str], None]:
        """Hears that the bot was away for longer than the server keeps events: what it missed is lost."""
        self._runner.reset_listeners.append(listener)
        return listener

    def run(self) -> None:
        """Runs the bot until Ctrl-C or SIGTERM. Raises CozyError when the server refuses it.

        What the bot logs goes to the standard error, unless the program has set its logging.
        """
        if self._stage:
            # A test kit loads the program, and starts the bot itself.
            return
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
        asyncio.run(self._run())

    async def start(self) -> None:
        """Connects, and resumes where an earlier run has ended; for programs with a loop of their own.

        Returns when the bot is ready, and keeps trying while the server is away. Raises CozyError UNAUTHENTICATED when the
        server refuses the token, ValueError when its intents leave out an event that it handles.
        """
        for name in self._handlers:
            intent = EVENT_INTENTS.get(name)
            if intent and self._intents is not None and intent not in self._intents:
                raise ValueError(
                    f"{name} needs the intent {intent.name}. Add it to the bot's intents, or leave intents out to receive everything."
                )
        await self._runner.start()

    async def stop(self) -> None:
        """Waits for handlers that run, at most 10 seconds, saves how far the bot has got, and disconnects."""
        await self._runner.stop()

    async def _run(self) -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopping.set)
        starting = asyncio.create_task(self.start())
        stopped = asyncio.create_task(stopping.wait())
        ended = asyncio.create_task(self._runner.gateway.ended.wait())
        await asyncio.wait((starting, stopped), return_when=asyncio.FIRST_COMPLETED)
        if starting.done() and not stopping.is_set():
            await starting
            log.info("The bot is ready.")
            await asyncio.wait((stopped, ended), return_when=asyncio.FIRST_COMPLETED)
        failure = self._runner.gateway.failure
        for task in (starting, stopped, ended):
            task.cancel()
        await asyncio.gather(starting, stopped, ended, return_exceptions=True)
        await self.stop()
        if failure:
            raise failure

    def _ignores(self, author: User) -> bool:
        return author.id == self._runner.user_id or (author.bot and not self._other_bots)
