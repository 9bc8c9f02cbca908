"""The test kit, which plays to bots without a server."""

import asyncio
import json
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from cozy_bot import Bot, Command, Context, CozyError, Intent, Member, Message
from cozy_bot.protocol.events import MessageReactionAddEvent
from cozy_bot.testing import TestKit

URL = "http://localhost:8080"


def plain(value: object) -> dict[str, object]:
    fields: dict[str, object] = msgspec.to_builtins(value)
    return fields


def contents(kit: TestKit) -> list[str]:
    return [message.content for message in kit.sent]


async def test_plays_to_a_bot_as_a_server_would_and_tells_what_it_did() -> None:
    def program() -> None:
        bot = Bot(URL, None)

        @bot.on_message
        async def hello(message: Message, context: Context) -> None:
            if message.content == "hello":
                answer = await context.send_message(f"Hello, {message.author.display_name}!", reply_to=message)
                await context.add_reaction(answer, "👋")

        @bot.on_reaction
        async def thanks(reaction: MessageReactionAddEvent, context: Context) -> None:
            await context.send_message(f"Thanks for the {reaction.emoji}")

        @bot.on_user_join
        async def welcome(member: Member, context: Context) -> None:
            await context.send_message(f"Welcome, {member.user.display_name}!")

    async with TestKit.run(program) as kit:
        hello = await kit.message("hello")
        await kit.reaction(hello, "👍")
        await kit.join(display_name="Grace")
        await kit.message("mine", author=kit.me)
        assert contents(kit) == ["Hello, Ada!", "Thanks for the 👍", "Welcome, Grace!"]
        assert kit.sent[0].reply_to
        assert kit.sent[0].reply_to.id == hello.id
        names = ["message.send", "reaction.add", "message.send", "community.list", "message.send"]
        assert [call.name for call in kit.calls] == names


async def test_waits_for_work_that_a_handler_did_not_wait_for() -> None:
    tasks: list[asyncio.Task[None]] = []

    def program() -> None:
        bot = Bot(URL, None)

        async def both(context: Context) -> None:
            await context.send_message("one")
            await context.send_message("two")

        @bot.on_message
        async def go(message: Message, context: Context) -> None:
            tasks.append(asyncio.create_task(both(context)))

    async with TestKit.run(program) as kit:
        await kit.message("go")
        assert contents(kit) == ["one", "two"]


async def test_raises_what_a_handler_raises_and_what_it_cannot_know() -> None:
    def program() -> None:
        bot = Bot(URL, None)

        @bot.on_command("kick")
        async def kick(command: Command, context: Context) -> None:
            await context.moderate(kick=command.message.author.id)

        @bot.on_command("who")
        async def who(command: Command, context: Context) -> None:
            await context.commands.member.list(community_id=command.message.community_id)

        @bot.on_command("wrong")
        async def wrong(command: Command, context: Context) -> None:
            raise ZeroDivisionError

    async with TestKit.run(program) as kit:
        kit.answer("member.kick", CozyError("MISSING_PERMISSION"))
        with pytest.raises(CozyError, match="permission"):
            await kit.message("/kick")
        kit.answer("member.kick", {})
        await kit.message("/kick")
        with pytest.raises(CozyError, match=r'kit\.answer\("member\.list"'):
            await kit.message("/who")
        kit.answer("member.list", lambda data: {"members": []} if data.community_id == kit.community.id else {})
        await kit.message("/who")
        with pytest.raises(ZeroDivisionError):
            await kit.message("/wrong")
        await kit.message("/who")
        with pytest.raises(ValueError, match="no command 'nothing'"):
            kit.answer("nothing", {})


@pytest.mark.parametrize("missed", ["handle", "skip"])
async def test_resumes_a_bot_that_was_away_unless_it_skips_what_it_has_missed(
    missed: Literal["handle", "skip"],
) -> None:
    def program() -> None:
        bot = Bot(URL, None, missed=missed)

        @bot.on_message
        async def echo(message: Message, context: Context) -> None:
            await context.send_message(message.content)

    async with TestKit.run(program) as kit:
        await kit.message("before")
        await kit.restart(lambda: kit.message("meanwhile"))
        await kit.message("after")
        assert contents(kit) == (["before", "meanwhile", "after"] if missed == "handle" else ["before", "after"])


async def test_runs_timers_when_the_test_says_so_and_plays_recordings(tmp_path: Path) -> None:
    heard: list[str] = []

    def program() -> None:
        bot = Bot(URL, None)

        @bot.on_timer(every=86_400)
        async def tick(context: Context) -> None:
            await context.send_message("tick", channel_id=kit.channel.id)

        @bot.on_message
        async def hear(message: Message, context: Context) -> None:
            heard.append(message.content)

    async with TestKit.run(program) as kit:
        await kit.tick()
        assert contents(kit) == ["tick"]
        message = await kit.message("first")
        lines = [{"t": "MESSAGE_CREATE", "d": {**plain(message), "content": text}} for text in ("second", "third")]
        (tmp_path / "events.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
        await kit.play(tmp_path / "events.ndjson")
        await kit.play(lines)
        assert heard == ["first", "second", "third", "second", "third"]


async def test_says_what_is_wrong_with_a_program(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="it must call Bot"):
        async with TestKit.run(lambda: None):
            pass
    with pytest.raises(RuntimeError, match="a second bot"):
        async with TestKit.run(lambda: (Bot(URL, None), Bot(URL, None))):
            pass
    with pytest.raises(FileNotFoundError):
        async with TestKit.load(tmp_path / "bot.py"):
            pass


async def test_loads_a_program_that_runs_its_bot(tmp_path: Path) -> None:
    program = f"from cozy_bot import Bot\nbot = Bot({URL!r}, None)\n"
    program += (
        "@bot.on_message\nasync def hear(message, context):\n    await context.send_message('heard')\nbot.run()\n"
    )
    (tmp_path / "bot.py").write_text(program)
    async with TestKit.load(tmp_path / "bot.py") as kit:
        await kit.message("hello")
        assert contents(kit) == ["heard"]


async def test_a_bot_says_which_intent_it_lacks() -> None:
    bot = Bot(URL, "bot.1.secret", cursors=False, intents=[Intent.COMMUNITIES])

    @bot.on_message
    async def never(message: Message, context: Context) -> None: ...

    with pytest.raises(ValueError, match="MESSAGE_CREATE needs the intent COMMUNITY_MESSAGES"):
        await bot.start()
