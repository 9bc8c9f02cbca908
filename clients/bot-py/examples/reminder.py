"""Reminds people: /remind 10m Take the bread out. Reminders are kept in a file, so a restart forgets none."""

import json
import os
import re
import time
from pathlib import Path
from typing import Any

from cozy_bot import Bot, Command, Context

FILE = Path(os.environ.get("REMINDERS", "reminders.json"))
UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
reminders: list[dict[str, Any]] = json.loads(FILE.read_text()) if FILE.exists() else []
bot = Bot(os.environ.get("COZY_URL", "http://localhost:8080"), os.environ.get("COZY_TOKEN"))


def save() -> None:
    # A crash leaves the old file or the new one.
    following = FILE.with_suffix(".next")
    following.write_text(json.dumps(reminders))
    following.replace(FILE)


@bot.on_command("remind")
async def remind(command: Command, context: Context) -> None:
    message = command.message
    match = re.fullmatch(r"(\d{1,4})([smhd])\s+(.+)", command.rest, re.DOTALL)
    if match is None:
        await context.send_message("Write it like this: `/remind 10m Take the bread out`", reply_to=message)
        return
    due = time.time() + int(match[1]) * UNITS[match[2]]
    # The same message after a crash is the same reminder.
    if not any(reminder["id"] == message.id for reminder in reminders):
        reminders.append({"id": message.id, "channel": message.channel_id, "due": due, "text": match[3]})
        save()
    await context.add_reaction(message, "⏰")


@bot.on_timer(every=1)
async def send_due(context: Context) -> None:
    for reminder in [reminder for reminder in reminders if reminder["due"] <= time.time()]:
        # The nonce has it sent once, also when the bot is ended before it has saved.
        await context.commands.message.send(
            channel_id=reminder["channel"],
            content=f"⏰ {reminder['text']}",
            nonce=f"reminder-{reminder['id']}",
            reply_to=reminder["id"],
        )
        reminders.remove(reminder)
        save()


bot.run()
