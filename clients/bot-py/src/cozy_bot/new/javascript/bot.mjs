import { Bot } from '@cozy/bot';

const bot = new Bot({ url: process.env.COZY_URL ?? 'http://localhost:8080', token: process.env.COZY_TOKEN });

bot.onCommand('ping', (command, context) => context.sendMessage('pong', { replyTo: command.message }));

bot.onUserJoin((member, context) => context.sendMessage(`Welcome, ${member.user.display_name}!`));

await bot.start();
console.log('The bot is ready.');
