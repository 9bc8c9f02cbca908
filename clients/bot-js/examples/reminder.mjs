// Reminds people: /remind 10m Take the bread out. Reminders are kept in a file, so a restart forgets none.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Bot } from '@cozy/bot';

const file = process.env.REMINDERS ?? 'reminders.json';
const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
let reminders = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
const bot = new Bot({ url: process.env.COZY_URL ?? 'http://localhost:8080', token: process.env.COZY_TOKEN });

function save() {
  // A crash leaves the old file or the new one.
  writeFileSync(`${file}.next`, JSON.stringify(reminders));
  renameSync(`${file}.next`, file);
}

bot.onCommand('remind', async ({ rest, message }, context) => {
  const [, amount, unit, text] = /^(\d{1,4})([smhd])\s+(.+)$/s.exec(rest) ?? [];
  if (!text) {
    await context.sendMessage('Write it like this: `/remind 10m Take the bread out`', { replyTo: message });
    return;
  }
  const due = Date.now() + Number(amount) * units[unit];
  // The same message after a crash is the same reminder.
  if (!reminders.some(({ id }) => id === message.id)) {
    reminders.push({ id: message.id, channel: message.channel_id, due, text });
    save();
  }
  await context.addReaction(message, '⏰');
});

bot.onTimer({ every: '1s' }, async (context) => {
  for (const { id, channel, text } of reminders.filter(({ due }) => due <= Date.now())) {
    // The nonce has it sent once, also when the bot is ended before it has saved.
    const input = { channel_id: channel, content: `⏰ ${text}`, nonce: `reminder-${id}`, reply_to: id };
    await context.commands.message.send(input);
    reminders = reminders.filter((reminder) => reminder.id !== id);
    save();
  }
});

await bot.start();
