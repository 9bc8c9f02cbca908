"""Welcomes who joins, and gives them the role named by ROLE ("newcomer"), if the community has it."""

import os

from cozy_bot import Bot, Context, Member

WANTED = os.environ.get("ROLE", "newcomer")
bot = Bot(os.environ.get("COZY_URL", "http://localhost:8080"), os.environ.get("COZY_TOKEN"))


@bot.on_user_join
async def welcome(member: Member, context: Context) -> None:
    found = await context.commands.community.list()
    community = next(community for community in found.communities if community.id == member.community_id)
    role = next((role for role in community.roles if role.name == WANTED), None)
    if role:
        # The bot needs the permission to manage roles, and a role of its own above this one.
        roles = sorted({*member.roles, role.id})
        await context.commands.role.assign(community_id=community.id, user_id=member.user.id, roles=roles)
    await context.send_message(f"Welcome to {community.name}, {member.user.display_name}! Say hello to everyone.")


bot.run()
