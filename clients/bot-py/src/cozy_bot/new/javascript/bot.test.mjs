import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { TestKit } from '@cozy/bot/test';

let kit;
beforeEach(async () => {
  kit = await TestKit.load(new URL('./bot.mjs', import.meta.url));
});
afterEach(() => kit.stop());

test('answers /ping with pong', async () => {
  await kit.message('/ping');
  assert.deepEqual(
    kit.sent.map((message) => message.content),
    ['pong'],
  );
});

test('welcomes who joins', async () => {
  await kit.join({ display_name: 'Grace' });
  assert.deepEqual(
    kit.sent.map((message) => message.content),
    ['Welcome, Grace!'],
  );
});
