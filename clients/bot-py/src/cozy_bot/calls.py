"""Carries commands out, through lost connections, rate limits and errors that go away by themselves."""

import asyncio
from typing import TypeVar
from weakref import WeakValueDictionary

from msgspec import Struct

from .backoff import backoff_delay
from .errors import CozyError
from .gateway import Gateway
from .protocol.commands import Command

_NOTHING_DONE = ("RATE_LIMITED", "CONFLICT")
"""Errors that say for certain that nothing was done, so that any command may be sent again."""

I = TypeVar("I", bound=Struct)
O = TypeVar("O")


class Calls:
    """Calls commands and waits for their answers as long as it takes."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        # Loop time until which the server wants no more of a command.
        self._limited: dict[str, float] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.size = 0
        """Calls that wait or run."""

    async def call(self, command: Command[I, O], data: I) -> O:
        """Calls a command.

        Calls of the same command in the same channel, or else community, are sent one after another, in the order in
        which they were made. Raises CozyError that will not go away by itself, or UNAVAILABLE when the bot is stopped, or
        when a command that is not safe to repeat lost its answer.
        """
        place = getattr(data, "channel_id", None) or getattr(data, "community_id", None)
        # An asyncio.Lock lets those that wait in by the order in which they came.
        turn = self._turns.setdefault(f"{command.name} {place}", asyncio.Lock())
        self.size += 1
        try:
            async with turn:
                return await self._insist(command, data)
        finally:
            self.size -= 1

    async def _insist(self, command: Command[I, O], data: I) -> O:
        loop = asyncio.get_running_loop()
        attempt = 0
        while True:
            await self._sleep(self._limited.get(command.name, 0.0) - loop.time())
            connection = await self._gateway.ready()
            if connection.state != "ready":
                continue
            try:
                return await connection.request(command, data)
            except CozyError as error:
                if not error.retryable or not (command.repeatable or error.code in _NOTHING_DONE):
                    raise
                if error.code == "RATE_LIMITED":
                    self._limited[command.name] = loop.time() + (error.retry_after or 1.0)
                elif connection.state == "ready":
                    await self._sleep(backoff_delay(attempt, error.retry_after or 0.0))
            attempt += 1

    async def _sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._gateway.ended.wait()
        except TimeoutError:
            return
        raise CozyError("UNAVAILABLE", "The bot was stopped.")
