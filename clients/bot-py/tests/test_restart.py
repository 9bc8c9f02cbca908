"""A bot that starts again handles what it has missed, once."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from cozy_bot import Bot, Context, Message

from .mock import IDENTIFY, TOKEN, MockHost, Step, resume, write_script

ELSEWHERE: Step = {"send": {"...": "$m103", "d": {"...": "$m103.d", "channel_id": "1399999999999990012"}}}


def resumed(sequence: int) -> Step:
    return {"send": {"...": "$resumed", "d": {"...": "$resumed.d", "cursors": {"3": sequence}}}}


async def run_and_kill(url: str, cursors: Path) -> list[dict[str, Any]]:
    """Runs the stuck bot as a process until message 103 is saved as handled, then kills it with -9."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.stuck_bot",
        url,
        str(cursors),
        cwd=Path(__file__).parents[1],
        stdout=asyncio.subprocess.PIPE,
    )
    lines: list[dict[str, Any]] = []
    try:
        while not lines or 103 not in lines[-1].get("saved", {}).get("done", {}).get("3", []):
            assert process.stdout
            lines.append(json.loads(await process.stdout.readline()))
    finally:
        process.kill()
        await process.wait()
    return lines


async def test_handles_again_only_what_was_not_finished_when_it_was_killed(host: MockHost, tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        [
            *IDENTIFY,
            {"send": "$m101"},
            {"send": "$m102"},
            {"expect": {"op": 20, "t": "message.send", "d": {"nonce": "*"}}, "as": "first"},
            {"send": "$answer"},
            ELSEWHERE,
            {"expect_close": True},
        ],
        [
            *resume({"3": 101}),
            {"send": "$m102"},
            ELSEWHERE,
            {"send": "$m104"},
            resumed(104),
            {"expect": {"op": 20, "t": "message.send", "d": {"nonce": "$first.d.nonce"}}},
            {"send": "$answer"},
        ],
    )
    cursors = tmp_path / "cursors.json"
    async with host.playing(script) as mock:
        lines = await run_and_kill(mock.url, cursors)
        assert [line["ended"] for line in lines if "ended" in line] == ["message 101", "message 103"]
        bot = Bot(mock.url, TOKEN, cursors=cursors)
        handled: list[str] = []
        last = asyncio.Event()

        @bot.on_message
        async def handle(message: Message, context: Context) -> None:
            if message.content == "message 102":
                await context.send_message("pong")
            handled.append(message.content)
            if message.content == "message 104":
                last.set()

        await bot.start()
        await mock.finished()
        await asyncio.wait_for(last.wait(), 10)
        await bot.stop()
    assert handled == ["message 102", "message 104"]


async def test_leaves_in_the_log_what_does_not_fit_its_queue(host: MockHost, tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        [*IDENTIFY, {"send": ["$m101", "$m102", "$m103", "$m104"]}, {"send": "$m105"}, {"expect_close": True}],
        [*resume({"3": 102}), {"send": ["$m103", "$m104", "$m105"]}, resumed(105), {"expect_close": True}],
        [*resume({"3": 104}), {"send": "$m105"}, resumed(105)],
    )
    async with host.playing(script) as mock:
        bot = Bot(mock.url, TOKEN, cursors=False, queue_limit=2)
        handled: list[str] = []
        last = asyncio.Event()

        @bot.on_message
        async def handle(message: Message, context: Context) -> None:
            handled.append(message.content)
            await asyncio.sleep(0)
            if message.content == "message 105":
                last.set()

        await bot.start()
        await mock.finished()
        await asyncio.wait_for(last.wait(), 10)
        await bot.stop()
    assert handled == [f"message {number}" for number in range(101, 106)]


async def test_refuses_a_file_that_holds_no_cursors() -> None:
    bot = Bot("http://127.0.0.1:9", TOKEN, cursors=__file__)
    with pytest.raises(ValueError, match="does not hold a bot's cursors"):
        await bot.start()
