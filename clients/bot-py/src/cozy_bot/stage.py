"""What stands under a bot in place of a server while a test kit plays to it."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol

from .connection import Socket
from .cursor_store import CursorStore

if TYPE_CHECKING:
    from .bot import Bot


class Actor(Protocol):
    """A bot's insides, for who plays to it."""

    @property
    def busy(self) -> bool:
        """Whether handlers or calls wait or run."""

    def tick(self) -> None:
        """Runs every timer's handler once; on a stage, timers do not run by themselves."""


class Stage(Protocol):
    """What a bot needs of a server, in memory."""

    @property
    def url(self) -> str:
        """The address of bots that are made here."""

    @property
    def token(self) -> str:
        """The token of bots that are made here."""

    @property
    def store(self) -> CursorStore:
        """Keeps cursors in place of a file."""

    @property
    def connect(self) -> Callable[[str], Awaitable[Socket]]:
        """Opens a bot's connection."""

    def enter(self, bot: "Bot", actor: Actor) -> None:
        """Takes a bot in that was made on it."""


current_stage: ContextVar[Stage | None] = ContextVar("current_stage", default=None)
"""The stage on which a bot that is made now stands; none in earnest."""
