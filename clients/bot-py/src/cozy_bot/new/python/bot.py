import os

from cozy_bot import Bot, Command, Context, Member

bot = Bot(os.environ.get("COZY_URL", "http://localhost:8080"), os.environ.get("COZY_TOKEN"))


@bot.on_command("ping")
async def ping(command: Command, context: Context) -> None:
    await context.send_message("pong", reply_to=command.message)


@bot.on_user_join
async def welcome(member: Member, context: Context) -> None:
    await context.send_message(f"Welcome, {member.user.display_name}!")


bot.run()
