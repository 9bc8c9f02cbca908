// Begins polls: /poll "Where do we eat?" "Pizza" "Noodles"
import { Bot } from '@cozy/bot';

const bot = new Bot({ url: process.env.COZY_URL ?? 'http://localhost:8080', token: process.env.COZY_TOKEN });

bot.onCommand('poll', async ({ args: [question, ...answers], message }, context) => {
  if (answers.length < 2) {
    await context.sendMessage('Write it like this: `/poll "Where do we eat?" "Pizza" "Noodles"`', { replyTo: message });
    return;
  }
  // The same place after a crash gives the same nonce, so that it stays one poll.
  const nonce = `poll-${context.place?.join('-')}`;
  await context.commands.poll.create({ channel_id: message.channel_id, question, answers, nonce });
});

await bot.start();
