"""The recorded conversations, good and bad ones, which every client of Cozy is tested with."""

import asyncio
import json
from pathlib import Path
from typing import Any, cast

import pytest

from cozy_bot import Bot, Context, CozyError, Message
from cozy_bot.protocol.events import EVENTS

from .mock import CONVERSATIONS, TOKEN, MockHost

FILES = sorted(CONVERSATIONS.glob("*.json"))


def by_order(dispatches: list[Any]) -> tuple[list[Any], list[Any]]:
    """Handlers keep the order of a channel; those of the session are not ordered against them."""
    session = [event for event in dispatches if event[0] in ("READY", "RESUMED", "SUBSCRIBED")]
    return session, [event for event in dispatches if event not in session]


def test_there_are_conversations() -> None:
    assert len(FILES) > 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_conversation(host: MockHost, path: Path) -> None:
    outcome = json.loads(path.read_text()).get("outcome")
    if outcome is None:
        pytest.skip("has no outcome")
    async with host.playing(path) as mock:
        bot = Bot(mock.url, TOKEN, cursors=False)
        dispatches: list[Any] = []
        replies: list[Message] = []
        resets: list[str] = []
        errors: list[Exception] = []
        complete = asyncio.Event()
        bot.on_error(errors.append)
        bot.on_reset(resets.append)
        if not outcome["dispatches"]:
            complete.set()

        # `on` takes names of events that are written out, not any text.
        untyped = cast(Any, bot)

        def note(name: str) -> None:
            async def handler(_: object, context: Context) -> None:
                dispatches.append([name, list(context.place) if context.place else None])
                if len(dispatches) == len(outcome["dispatches"]):
                    complete.set()

            untyped.on(name)(handler)

        for name in EVENTS:
            note(name)

        @bot.on_message
        async def pong(message: Message, context: Context) -> None:
            if message.content == "ping":
                replies.append(await context.send_message("pong"))

        refused = None
        try:
            await bot.start()
        except CozyError as error:
            refused = error
        await mock.finished()
        await asyncio.wait_for(complete.wait(), 10)
        await bot.stop()
    assert by_order(dispatches) == by_order(outcome["dispatches"])
    assert len(replies) == outcome["replies"]
    assert bool(resets) == outcome["reset"]
    assert errors == []
    if outcome["fatal"] is None:
        assert refused is None
    else:
        assert refused is not None
        assert refused.code == "UNAUTHENTICATED"
        assert "Settings → Bots" in str(refused)
