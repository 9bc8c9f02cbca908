// Welcomes who joins, and gives them the role named by ROLE ("newcomer"), if the community has it.
import { Bot } from '@cozy/bot';

const wanted = process.env.ROLE ?? 'newcomer';
const bot = new Bot({ url: process.env.COZY_URL ?? 'http://localhost:8080', token: process.env.COZY_TOKEN });

bot.onUserJoin(async (member, context) => {
  const { communities } = await context.commands.community.list({});
  const community = communities.find(({ id }) => id === member.community_id);
  const role = community?.roles.find(({ name }) => name === wanted);
  if (role) {
    // The bot needs the permission to manage roles, and a role of its own above this one.
    const roles = [...new Set([...member.roles, role.id])];
    await context.commands.role.assign({ community_id: member.community_id, user_id: member.user.id, roles });
  }
  await context.sendMessage(`Welcome to ${community?.name}, ${member.user.display_name}! Say hello to everyone.`);
});

await bot.start();
