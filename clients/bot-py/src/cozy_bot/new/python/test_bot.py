from pathlib import Path
from unittest import IsolatedAsyncioTestCase

from cozy_bot.testing import TestKit

BOT = Path(__file__).with_name("bot.py")


class BotTest(IsolatedAsyncioTestCase):
    async def test_answers_ping_with_pong(self) -> None:
        async with TestKit.load(BOT) as kit:
            await kit.message("/ping")
            self.assertEqual([message.content for message in kit.sent], ["pong"])

    async def test_welcomes_who_joins(self) -> None:
        async with TestKit.load(BOT) as kit:
            await kit.join(display_name="Grace")
            self.assertEqual([message.content for message in kit.sent], ["Welcome, Grace!"])
