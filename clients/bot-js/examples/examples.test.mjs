import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { TestKit } from '@cozy/bot/test';

let kit;
const load = async (name) => {
  kit = await TestKit.load(new URL(name, import.meta.url));
};
const said = () => kit.sent.map(({ content }) => content);
const called = (wanted) => kit.calls.filter(({ name }) => name === wanted).map(({ input }) => input);
afterEach(() => kit.stop());

test('the poll bot begins polls, and says how when it cannot', async () => {
  await load('poll.mjs');
  kit.answer('poll.create', { message: kit.sent[0] });
  await kit.message('/poll "Where do we eat?" Pizza "Cold noodles"');
  const [poll] = called('poll.create');
  assert.equal(poll.question, 'Where do we eat?');
  assert.deepEqual(poll.answers, ['Pizza', 'Cold noodles']);
  await kit.message('/poll Pizza');
  assert.match(said()[0], /Write it like this/);
});

test('the welcome bot greets and gives the role', async () => {
  await load('welcome.mjs');
  const role = { ...kit.community.roles[0], id: '1399999999999990077', name: 'newcomer' };
  kit.answer('community.list', { communities: [{ ...kit.community, roles: [role] }] });
  kit.answer('role.assign', ({ roles }) => ({ member: { roles } }));
  const member = await kit.join({ display_name: 'Grace' });
  assert.deepEqual(called('role.assign'), [
    { community_id: kit.community.id, user_id: member.user.id, roles: [role.id] },
  ]);
  assert.match(said()[0], /Welcome to Engine room, Grace!/);
});

test('the moderation bot warns twice, then removes', async () => {
  await load('moderation.mjs');
  await kit.message('hello');
  for (let i = 0; i < 3; i++) await kit.message('Buy my SPAM');
  assert.equal(called('message.delete').length, 3);
  assert.equal(said().length, 2);
  assert.equal(called('member.kick')[0].user_id, kit.ada.id);
});

test('the trivia bot asks, and counts points', async () => {
  await load('trivia.mjs');
  await kit.message('/trivia');
  await kit.message('Venus');
  await kit.message(' Mercury');
  await kit.message('mercury');
  await kit.message('/scores');
  assert.deepEqual(said().slice(1), ['Right, Ada! /trivia asks the next one.', 'Ada: 1']);
});

test('the reminder bot reminds once, also after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cozy-reminder-'));
  process.env.REMINDERS = join(folder, 'reminders.json');
  try {
    await load('reminder.mjs');
    await kit.message('/remind 0s Take the bread out');
    await kit.message('/remind 2h Go to bed');
    await kit.restart();
    await kit.tick();
    await kit.tick();
    assert.deepEqual(said(), ['⏰ Take the bread out']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
