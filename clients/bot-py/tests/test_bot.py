"""What handlers are called for, and what they can do."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cozy_bot import Bot, Command, Context, CozyError, Member, Message
from cozy_bot.protocol.events import MessageReactionAddEvent

from .mock import (
    ADA,
    CHANNEL,
    COMMUNITY,
    IDENTIFY,
    MEMBER,
    TOKEN,
    MockHost,
    Step,
    answer,
    refuse,
    request,
    said,
    write_script,
)


async def play(host: MockHost, folder: Path, steps: list[Step], prepare: Callable[[Bot], None]) -> list[Exception]:
    """Runs a bot through one session, to its end; gives the errors that were reported."""
    errors: list[Exception] = []
    async with host.playing(write_script(folder, [*IDENTIFY, *steps])) as mock:
        bot = Bot(mock.url, TOKEN, cursors=False)
        bot.on_error(errors.append)
        prepare(bot)
        await bot.start()
        await mock.finished()
        await bot.stop()
    return errors


async def test_welcomes_people_in_the_first_text_channel_and_moderates(host: MockHost, tmp_path: Path) -> None:
    steps: list[Step] = [
        {"send": {"op": 0, "t": "COMMUNITY_MEMBER_ADD", "s": [3, 101], "d": MEMBER}},
        request("community.list"),
        answer(communities=["$community"]),
        {**request("message.send", channel_id=CHANNEL, content="Welcome, Ada!"), "as": "first"},
        {"send": "$answer"},
        request("member.kick", community_id=COMMUNITY, user_id=ADA, reason="A test"),
        answer(),
    ]

    def prepare(bot: Bot) -> None:
        @bot.on_user_join
        async def welcome(member: Member, context: Context) -> None:
            await context.send_message(f"Welcome, {member.user.display_name}!")
            await context.moderate(kick=member.user.id, reason="A test")

    assert await play(host, tmp_path, steps, prepare) == []


async def test_th_1_replies_in_a_thread_that_it_names_and_in_that_of_a_message_that_it_answers(
    host: MockHost, tmp_path: Path
) -> None:
    root, comment = "1399999999999990101", "1399999999999990102"
    steps: list[Step] = [
        said(101, id=root, content="a post"),
        {**request("message.send", channel_id=CHANNEL, content="first comment", thread_id=root), "as": "first"},
        {"send": "$answer"},
        said(102, id=comment, content="a comment", thread_id=root),
        {**request("message.send", content="an answer", thread_id=root, reply_to=comment), "as": "first"},
        {"send": "$answer"},
    ]

    def prepare(bot: Bot) -> None:
        @bot.on_message
        async def reply(message: Message, context: Context) -> None:
            if message.thread_id:
                await context.send_message("an answer", reply_to=message)
            else:
                await context.send_message("first comment", thread_id=message.id)

    assert await play(host, tmp_path, steps, prepare) == []


async def test_goes_on_after_a_handler_has_failed(host: MockHost, tmp_path: Path) -> None:
    gone = "1399999999999990101"
    steps: list[Step] = [
        said(101, id=gone, content='/remove "a b"'),
        request("message.delete", channel_id=CHANNEL, message_id=gone),
        refuse("UNKNOWN_MESSAGE"),
        request("reaction.add", emoji="👍"),
        refuse("MISSING_PERMISSION"),
        said(102, id="1399999999999990102", content="after"),
        request("typing.start"),
        answer(),
    ]
    calls: list[list[str]] = []

    def prepare(bot: Bot) -> None:
        @bot.on_command("remove")
        async def remove(command: Command, context: Context) -> None:
            calls.append(command.args)
            await context.moderate(delete=command.message)
            await context.add_reaction(command.message, "👍")

        @bot.on_message
        async def after(message: Message, context: Context) -> None:
            if message.content == "after":
                await context.commands.typing.start(channel_id=message.channel_id)

    [error] = await play(host, tmp_path, steps, prepare)
    assert isinstance(error, CozyError)
    assert error.code == "MISSING_PERMISSION"
    assert calls == [["a b"]]


async def test_does_not_handle_its_own_doings_nor_those_of_other_bots(host: MockHost, tmp_path: Path) -> None:
    def reacted(sequence: int, user_id: str) -> Step:
        place = {"community_id": COMMUNITY, "channel_id": CHANNEL, "message_id": "1399999999999990100", "emoji": "👍"}
        d = {**place, "user_id": user_id}
        return {"send": {"op": 0, "t": "MESSAGE_REACTION_ADD", "s": [3, sequence], "d": d}}

    steps: list[Step] = [
        said(101, author="$bot", content="mine"),
        said(102, author={"...": "$bot", "id": "1399999999999990003"}, content="of another bot"),
        reacted(103, "$bot.id"),
        reacted(104, ADA),
        said(105, content="of Ada"),
        request("typing.start"),
        answer(),
    ]
    messages: list[str] = []
    reactions: list[str] = []

    def prepare(bot: Bot) -> None:
        @bot.on_reaction
        async def reaction(reaction: MessageReactionAddEvent, context: Context) -> None:
            reactions.append(reaction.user_id)

        @bot.on_message
        async def message(message: Message, context: Context) -> None:
            messages.append(message.content)
            await context.commands.typing.start(channel_id=message.channel_id)

    assert await play(host, tmp_path, steps, prepare) == []
    assert messages == ["of Ada"]
    assert reactions == [ADA]


async def test_sends_messages_of_one_channel_in_the_order_in_which_they_were_written(
    host: MockHost, tmp_path: Path
) -> None:
    wanted = ["one", "two", "three"]
    steps: list[Step] = [said(101, content="go")]
    for content in wanted:
        steps += [{**request("message.send", content=content), "as": "first"}, {"quiet": 50}, {"send": "$answer"}]
    sent: list[Message] = []

    def prepare(bot: Bot) -> None:
        @bot.on_message
        async def go(message: Message, context: Context) -> None:
            sent.extend(await asyncio.gather(*(context.send_message(content) for content in wanted)))

    assert await play(host, tmp_path, steps, prepare) == []
    assert len(sent) == 3


async def test_gw_36_waits_for_a_rate_limit_and_keeps_the_order_of_a_command_in_a_channel(
    host: MockHost, tmp_path: Path
) -> None:
    wanted = ["1️⃣", "2️⃣", "3️⃣"]
    limited = {"code": "RATE_LIMITED", "message": "Wait.", "retry_after": 0.3}
    steps: list[Step] = [
        said(101, content="go"),
        {**request("reaction.add", emoji=wanted[0]), "as": "first"},
        # Another command is not held up.
        request("typing.start"),
        answer(),
        {"send": {"op": 21, "n": "$first.n", "e": limited}},
        {"quiet": 250},
    ]
    for emoji in wanted:
        steps += [request("reaction.add", emoji=emoji), {"quiet": 50}, answer()]

    def prepare(bot: Bot) -> None:
        @bot.on_message
        async def go(message: Message, context: Context) -> None:
            await asyncio.gather(
                *(context.add_reaction(message, emoji) for emoji in wanted),
                context.commands.typing.start(channel_id=message.channel_id),
            )

    assert await play(host, tmp_path, steps, prepare) == []


async def test_runs_timers_whose_sends_must_name_a_channel(host: MockHost, tmp_path: Path) -> None:
    steps: list[Step] = [
        {**request("message.send", channel_id=CHANNEL, content="tick"), "as": "first"},
        {"send": "$answer"},
    ]
    runs: list[str] = []

    def prepare(bot: Bot) -> None:
        @bot.on_timer(every=timedelta(seconds=0.1))
        async def tick(context: Context) -> None:
            if not runs:
                runs.append("sent")
                await context.send_message("tick", channel_id=CHANNEL)
                await context.send_message("tock")

    [error] = await play(host, tmp_path, steps, prepare)
    assert str(error) == "A timer has no channel: send_message needs channel_id."


async def test_tells_that_it_was_refused_while_it_ran(host: MockHost, tmp_path: Path) -> None:
    steps: list[Step] = [said(101, content="wait"), request("typing.start"), answer(), {"close": 4004}]
    refused = asyncio.Event()

    def prepare(bot: Bot) -> None:
        bot.on_error(lambda _: refused.set())

        @bot.on_message
        async def wait(message: Message, context: Context) -> None:
            await context.commands.typing.start(channel_id=message.channel_id)
            await refused.wait()

    [error] = await play(host, tmp_path, steps, prepare)
    assert isinstance(error, CozyError)
    assert error.code == "UNAUTHENTICATED"


def test_says_in_a_sentence_what_is_wrong_with_its_options() -> None:
    with pytest.raises(ValueError, match="http://localhost:8080"):
        Bot("localhost", TOKEN)
    with pytest.raises(ValueError, match="Settings → Bots"):
        Bot("http://localhost", None)
    bot = Bot("http://localhost", TOKEN, cursors=False)
    with pytest.raises(ValueError, match="1 to 32 letters"):
        bot.on_command("two words")
    with pytest.raises(ValueError, match=r"at least 0\.1 seconds"):
        bot.on_timer(every=0)
