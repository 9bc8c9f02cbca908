import { Bot, FileCursorStore, type Progress } from '../../src/index.ts';

/** A bot that never finishes message 102, for a test that kills it meanwhile: `stuck-bot.ts URL CURSORS`. */
const [, , url = '', path = ''] = process.argv;
const print = (line: object) => console.log(JSON.stringify(line));

class ToldStore extends FileCursorStore {
  override async save(progress: Progress): Promise<void> {
    await super.save(progress);
    print({ saved: progress });
  }
}

const bot = new Bot({ url, token: 'bot.1399999999999990001.secret', cursors: new ToldStore(path) });
bot.onMessage(async (message, context) => {
  print({ began: message.content });
  if (message.content === 'message 102') {
    await context.sendMessage('pong');
    await new Promise(() => undefined);
  }
  print({ ended: message.content });
});
await bot.start();
