// A quiz: /trivia asks something, the first right answer wins a point, /scores tells who has how many.
import { Bot } from '@cozy/bot';

const questions = [
  ['Which planet is closest to the sun?', 'mercury'],
  ['How many sides has a hexagon?', '6'],
  ['Who wrote the first program for a machine?', 'ada lovelace'],
];
const bot = new Bot({ url: process.env.COZY_URL ?? 'http://localhost:8080', token: process.env.COZY_TOKEN });
/** The answer that each channel looks for, and the points of each person by name. */
const open = new Map();
const points = new Map();
let next = 0;

bot.onCommand('trivia', async ({ message }, context) => {
  const [question, answer] = questions[next++ % questions.length];
  open.set(message.channel_id, answer);
  await context.sendMessage(question);
});

bot.onCommand('scores', async (_, context) => {
  const best = [...points].sort((a, b) => b[1] - a[1]);
  await context.sendMessage(best.map(([name, score]) => `${name}: ${score}`).join('\n') || 'Nobody has a point yet.');
});

bot.onMessage(async (message, context) => {
  const answer = open.get(message.channel_id);
  if (!answer || message.content.trim().toLowerCase() !== answer) return;
  open.delete(message.channel_id);
  const name = message.author.display_name;
  points.set(name, (points.get(name) ?? 0) + 1);
  await context.sendMessage(`Right, ${name}! /trivia asks the next one.`, { replyTo: message });
});

await bot.start();
