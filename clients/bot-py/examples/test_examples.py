import os
import tempfile
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any
from unittest import IsolatedAsyncioTestCase
from unittest.mock import patch

import msgspec

from cozy_bot.testing import TestKit


def load(name: str) -> AbstractAsyncContextManager[TestKit]:
    return TestKit.load(Path(__file__).with_name(name))


def said(kit: TestKit) -> list[str]:
    return [message.content for message in kit.sent]


def called(kit: TestKit, name: str) -> list[Any]:
    return [call.input for call in kit.calls if call.name == name]


class ExamplesTest(IsolatedAsyncioTestCase):
    async def test_the_poll_bot_begins_polls_and_says_how_when_it_cannot(self) -> None:
        async with load("poll.py") as kit:
            kit.answer("poll.create", {"message": await kit.message("a poll")})
            await kit.message('/poll "Where do we eat?" Pizza "Cold noodles"')
            [poll] = called(kit, "poll.create")
            self.assertEqual((poll.question, poll.answers), ("Where do we eat?", ["Pizza", "Cold noodles"]))
            await kit.message("/poll Pizza")
            self.assertIn("Write it like this", said(kit)[0])

    async def test_the_welcome_bot_greets_and_gives_the_role(self) -> None:
        async with load("welcome.py") as kit:
            role = msgspec.structs.replace(kit.community.roles[0], id="1399999999999990077", name="newcomer")
            community = msgspec.structs.replace(kit.community, roles=[role])
            kit.answer("community.list", {"communities": [community]})
            member = {"community_id": community.id, "user": kit.ada, "nick": None, "roles": [role.id]}
            kit.answer("role.assign", {"member": {**member, "joined_at": "2026-01-02T03:04:05.678Z"}})
            grace = await kit.join(display_name="Grace")
            given = called(kit, "role.assign")[-1]
            self.assertEqual((given.user_id, given.roles), (grace.user.id, [role.id]))
            self.assertIn("Welcome to Engine room, Grace!", said(kit)[-1])

    async def test_the_moderation_bot_warns_twice_then_removes(self) -> None:
        async with load("moderation.py") as kit:
            for text in ("hello", "Buy my SPAM", "spam", "spam"):
                await kit.message(text)
            self.assertEqual(len(called(kit, "message.delete")), 3)
            self.assertEqual(len(said(kit)), 2)
            self.assertEqual(called(kit, "member.kick")[0].user_id, kit.ada.id)

    async def test_the_trivia_bot_asks_and_counts_points(self) -> None:
        async with load("trivia.py") as kit:
            for text in ("/trivia", "Venus", " Mercury", "mercury", "/scores"):
                await kit.message(text)
            self.assertEqual(said(kit)[1:], ["Right, Ada! /trivia asks the next one.", "Ada: 1"])

    async def test_the_reminder_bot_reminds_once_also_after_a_restart(self) -> None:
        with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, REMINDERS=f"{folder}/reminders.json"):
            async with load("reminder.py") as kit:
                await kit.message("/remind 0s Take the bread out")
                await kit.message("/remind 2h Go to bed")
                await kit.restart()
                await kit.tick()
                await kit.tick()
                self.assertEqual(said(kit), ["⏰ Take the bread out"])
