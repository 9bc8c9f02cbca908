// Deletes messages that hold one of the WORDS ("spam,scam"), and removes who wrote three of them.
import { Bot } from '@cozy/bot';

const words = (process.env.WORDS ?? 'spam,scam').toLowerCase().split(',');
const bot = new Bot({ url: process.env.COZY_URL ?? 'http://localhost:8080', token: process.env.COZY_TOKEN });
/** How often each person was warned, since the bot was started. */
const warnings = new Map();

bot.onMessage(async (message, context) => {
  const text = message.content.toLowerCase();
  if (!words.some((word) => text.includes(word))) return;
  await context.deleteMessage(message);
  const { id, display_name } = message.author;
  const times = (warnings.get(id) ?? 0) + 1;
  warnings.set(id, times);
  if (times < 3) {
    await context.sendMessage(`${display_name}, please do not write that here. This is warning ${times} of 2.`);
    return;
  }
  await context.moderate({ kick: id, reason: 'Wrote forbidden words three times' });
  warnings.delete(id);
});

await bot.start();
