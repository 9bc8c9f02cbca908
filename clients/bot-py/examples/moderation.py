"""Deletes messages that hold one of the WORDS ("spam,scam"), and removes who wrote three of them."""

import os
from collections import Counter

from cozy_bot import Bot, Context, Message

WORDS = os.environ.get("WORDS", "spam,scam").lower().split(",")
bot = Bot(os.environ.get("COZY_URL", "http://localhost:8080"), os.environ.get("COZY_TOKEN"))
# How often each person was warned, since the bot was started.
warnings: Counter[str] = Counter()


@bot.on_message
async def watch(message: Message, context: Context) -> None:
    text = message.content.lower()
    if not any(word in text for word in WORDS):
        return
    await context.delete_message(message)
    author = message.author
    warnings[author.id] += 1
    times = warnings[author.id]
    if times < 3:
        await context.send_message(
            f"{author.display_name}, please do not write that here. This is warning {times} of 2."
        )
        return
    await context.moderate(kick=author.id, reason="Wrote forbidden words three times")
    del warnings[author.id]


bot.run()
