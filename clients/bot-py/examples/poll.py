"""Begins polls: /poll "Where do we eat?" "Pizza" "Noodles"."""

import os

from cozy_bot import Bot, Command, Context

bot = Bot(os.environ.get("COZY_URL", "http://localhost:8080"), os.environ.get("COZY_TOKEN"))


@bot.on_command("poll")
async def poll(command: Command, context: Context) -> None:
    if len(command.args) < 3:
        usage = 'Write it like this: `/poll "Where do we eat?" "Pizza" "Noodles"`'
        await context.send_message(usage, reply_to=command.message)
        return
    question, *answers = command.args
    # The same place after a crash gives the same nonce, so that it stays one poll.
    nonce = f"poll-{context.place}"
    await context.commands.poll.create(
        channel_id=command.message.channel_id, question=question, answers=answers, nonce=nonce
    )


bot.run()
