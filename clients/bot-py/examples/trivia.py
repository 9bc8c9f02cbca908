"""A quiz: /trivia asks something, the first right answer wins a point, /scores tells who has how many."""

import os
from collections import Counter
from itertools import cycle

from cozy_bot import Bot, Command, Context, Message

QUESTIONS = cycle(
    [
        ("Which planet is closest to the sun?", "mercury"),
        ("How many sides has a hexagon?", "6"),
        ("Who wrote the first program for a machine?", "ada lovelace"),
    ]
)
bot = Bot(os.environ.get("COZY_URL", "http://localhost:8080"), os.environ.get("COZY_TOKEN"))
# The answer that each channel looks for, and the points of each person by name.
wanted: dict[str, str] = {}
points: Counter[str] = Counter()


@bot.on_command("trivia")
async def ask(command: Command, context: Context) -> None:
    question, wanted[command.message.channel_id] = next(QUESTIONS)
    await context.send_message(question)


@bot.on_command("scores")
async def scores(command: Command, context: Context) -> None:
    lines = [f"{name}: {score}" for name, score in points.most_common()]
    await context.send_message("\n".join(lines) or "Nobody has a point yet.")


@bot.on_message
async def judge(message: Message, context: Context) -> None:
    if message.content.strip().lower() != wanted.get(message.channel_id):
        return
    del wanted[message.channel_id]
    name = message.author.display_name
    points[name] += 1
    await context.send_message(f"Right, {name}! /trivia asks the next one.", reply_to=message)


bot.run()
