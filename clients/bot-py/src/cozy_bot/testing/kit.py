"""Plays events to a bot without a server."""

import asyncio
import os
import runpy
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from ..bot import Bot
from ..cursor_store import Progress
from ..protocol.events import EVENTS, MessageReactionAddEvent
from ..protocol.objects import Channel, Community, Member, Message, User
from ..stage import Actor, current_stage
from .gateway import Answer, Call, MemoryGateway
from .world import ADA, BOT, CHANNEL, COMMUNITY, member_of, message_of

_STUCK = 10.0
"""Seconds after which a bot that still has work is taken for stuck."""


class TestKit:
    """Plays events to a bot without a server and tells what the bot did.

    The bot runs as it does in earnest, with its handlers, queues and resuming; only its connection ends in memory, its
    cursors are kept there too, and its timers run when the test says so.
    """

    __test__ = False

    def __init__(self, program: Callable[[], object]) -> None:
        """Takes what makes the bot. Use `run` or `load`, which start it too."""
        self._program = program
        self._gateway = MemoryGateway()
        self._errors: list[Exception] = []
        self._bot: Bot | None = None
        self._actor: Actor | None = None
        self.url = "http://test-kit.invalid"
        self.token = f"bot.{BOT.id}.test-kit"
        self.store = _MemoryStore()
        self.connect = self._gateway.connect
        self.me: User = BOT
        """The bot's own account."""
        self.ada: User = ADA
        """A person, who writes and reacts unless a test says otherwise."""
        self.community: Community = COMMUNITY
        """The community that both are in."""
        self.channel: Channel = CHANNEL
        """Its only channel, where everything happens unless a test says otherwise."""

    @classmethod
    @asynccontextmanager
    async def run(cls, program: Callable[[], object]) -> AsyncIterator["TestKit"]:
        """Runs a function that makes a bot, and starts the bot; stops it in the end.

        Raises RuntimeError when the function makes no bot or more than one, and what the bot's handlers raise meanwhile.
        """
        kit = cls(program)
        try:
            await kit._begin()
            yield kit
        finally:
            await kit.stop()

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> AbstractAsyncContextManager["TestKit"]:
        """Runs a bot's program, as `python` would; its `bot.run()` hands the bot over to the kit."""
        return cls.run(lambda: runpy.run_path(os.fspath(path), run_name="__main__"))

    @property
    def bot(self) -> Bot:
        """The bot that is being tested. Raises RuntimeError when it is not running."""
        if self._bot is None:
            raise RuntimeError("The bot is not running.")
        return self._bot

    @property
    def calls(self) -> Sequence[Call]:
        """The commands that the bot has called so far, in order."""
        return self._gateway.calls

    @property
    def sent(self) -> Sequence[Message]:
        """The messages that the bot has sent so far, in order, as they are now."""
        return self._gateway.sent

    def answer(self, name: str, answer: Answer) -> None:
        """Sets what a command is answered with from now on: the output, an error, or a function of the input.

        Commands that give nothing, `message.send`, `message.edit`, `message.history` and `community.list` are answered
        without. Raises ValueError when there is no such command.
        """
        self._gateway.answer(name, answer)

    async def message(self, content: str, **fields: Any) -> Message:
        """Has a message written, by Ada in the channel unless the fields say otherwise.

        Waits until the bot has nothing left to do. Raises what its handlers raise; the same goes for all below that waits.
        """
        message = message_of(content=content, **fields)
        await self.emit("MESSAGE_CREATE", message)
        return message

    async def reaction(self, message: Message, emoji: str, user: User = ADA) -> None:
        """Has somebody, Ada by default, react to a message."""
        reaction = MessageReactionAddEvent(
            community_id=message.community_id,
            channel_id=message.channel_id,
            message_id=message.id,
            user_id=user.id,
            emoji=emoji,
        )
        await self.emit("MESSAGE_REACTION_ADD", reaction)

    async def join(self, **user: Any) -> Member:
        """Has somebody join, of whom the fields say what matters."""
        member = member_of(**user)
        await self.emit("COMMUNITY_MEMBER_ADD", member)
        return member

    async def emit(self, name: str, data: Struct) -> None:
        """Has anything happen, by its event. Raises ValueError when there is no such event."""
        if name not in EVENTS:
            raise ValueError(f"There is no event {name!r}.")
        self._gateway.emit(name, data)
        await self.idle()

    async def play(self, events: Iterable[dict[str, Any]] | str | os.PathLike[str]) -> None:
        """Plays recorded events, one after another: frames with `t` and `d`, or a file with one as JSON on each line."""
        if isinstance(events, str | os.PathLike):
            lines = Path(events).read_text().splitlines()
            events = [msgspec.json.decode(line) for line in lines if line.strip()]
        for event in events:
            await self.emit(event["t"], msgspec.convert(event["d"], EVENTS[event["t"]]))

    async def tick(self) -> None:
        """Runs the bot's timers, each once."""
        if self._actor:
            self._actor.tick()
        await self.idle()

    async def restart(self, meanwhile: Callable[[], Awaitable[object]] | None = None) -> None:
        """Stops the bot and runs its program again, which resumes; `meanwhile` is what happens while it is away."""
        await self.stop()
        if meanwhile:
            await meanwhile()
        await self._begin()

    async def idle(self) -> None:
        """Waits until the bot has nothing left to do.

        Raises what its handlers have raised, or TimeoutError when they do not end.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + _STUCK
        quiet = 0
        # A task that a handler has made, and does not wait for, begins one turn later.
        while quiet < 2:
            busy = self._gateway.busy or (self._actor is not None and self._actor.busy)
            quiet = 0 if busy else quiet + 1
            if loop.time() > deadline:
                last = f"The last command that it called is {self.calls[-1].name}." if self.calls else ""
                raise TimeoutError(f"The bot still works after {_STUCK:.0f} seconds. {last}")
            await asyncio.sleep(0)
        errors = self._errors.copy()
        self._errors.clear()
        if errors:
            raise errors[0]

    async def stop(self) -> None:
        """Stops the bot, as Ctrl-C does in earnest."""
        bot, self._bot, self._actor = self._bot, None, None
        if bot:
            await bot.stop()

    def enter(self, bot: Bot, actor: Actor) -> None:
        """Takes in the bot that the program makes."""
        if self._bot:
            raise RuntimeError("The program makes a second bot; a test kit plays to one.")
        bot.on_error(self._errors.append)
        self._bot, self._actor = bot, actor

    async def _begin(self) -> None:
        before = current_stage.set(self)
        try:
            self._program()
        finally:
            current_stage.reset(before)
        if self._bot is None:
            raise RuntimeError("The program has made no bot: it must call Bot(…).")
        await self._bot.start()
        await self.idle()


class _MemoryStore:
    """Keeps the cursors of a bot that is being tested."""

    def __init__(self) -> None:
        self._progress: Progress | None = None

    async def load(self) -> Progress | None:
        return self._progress

    async def save(self, progress: Progress) -> None:
        self._progress = progress
