"""A bot that never finishes message 102, for a test that kills it meanwhile: `stuck_bot.py URL CURSORS`."""

import asyncio
import json
import sys

import msgspec

from cozy_bot import Bot, Context, FileCursorStore, Message, Progress

from .mock import TOKEN


def say(**fields: object) -> None:
    print(json.dumps(fields), flush=True)


class ToldStore(FileCursorStore):
    """Prints what was saved."""

    async def save(self, progress: Progress) -> None:
        await super().save(progress)
        say(saved=msgspec.to_builtins(progress))


bot = Bot(sys.argv[1], TOKEN, cursors=ToldStore(sys.argv[2]))


@bot.on_message
async def handle(message: Message, context: Context) -> None:
    say(began=message.content)
    if message.content == "message 102":
        await context.send_message("pong")
        await asyncio.Event().wait()
    say(ended=message.content)


bot.run()
