import { buildClient } from '@cozy/ops/client';
import {
  BUTTON_STYLES,
  CALLBACK_TYPES,
  COMPONENTS,
  type CommandDraft,
  type CommandInput,
  INTERACTION_TYPES,
  type Interaction,
  OPTION_TYPES,
} from '@cozy/protocol';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { Client } from '../harness/client.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

type Answer = Omit<CommandInput<'interaction.respond'>, 'interaction_id' | 'token'>;

const NAME = { type: OPTION_TYPES.STRING, name: 'name', description: 'Which one', required: true, autocomplete: true };
const COMMANDS: CommandDraft[] = [
  {
    name: 'engine',
    description: 'Looks after an engine',
    options: [
      { type: 4, name: 'number', description: '1 to 9', required: true, min_value: 1, max_value: 9 },
      { type: 6, name: 'by', description: 'Who does it' },
      { type: 3, name: 'how', description: 'How', choices: [{ name: 'Gently', value: 'gently' }] },
    ],
  },
  { name: 'whisper', description: 'Says something to you alone' },
  { name: 'find', description: 'Finds an engine', options: [NAME] },
  { name: 'sleep', description: 'Never answers' },
  { type: 3, name: 'Quote it' },
];
const PORTER = 'Porter';

/** A bot that answers what it is asked. */
function answer({ type, data, member }: Interaction): Answer | undefined {
  const value = (name: string) => data.options?.find((option) => option.name === name)?.value;
  if (type === INTERACTION_TYPES.AUTOCOMPLETE) {
    const choices = ['Gordon', 'Henry'].filter((name) => name.startsWith(String(value('name'))));
    return { type: 8, data: { choices: choices.map((name) => ({ name, value: `${name}!` })) } };
  }
  if (type === INTERACTION_TYPES.MODAL) return { type: 4, data: { content: `Noted: ${data.components?.[0]?.value}` } };
  if (type === INTERACTION_TYPES.COMPONENT) {
    if (data.custom_id === 'off') return { type: 7, data: { content: 'The engine is off', components: [] } };
    const why = { type: COMPONENTS.TEXT_INPUT, custom_id: 'why', label: 'Why?', style: 2, min_length: 3 };
    const modal = { custom_id: 'report', title: 'Report it', components: [{ type: 1 as const, components: [why] }] };
    return { type: CALLBACK_TYPES.MODAL, data: modal };
  }
  if (data.name === 'whisper') return { type: 4, data: { content: 'Psst', flags: 64 } };
  if (data.name === 'find') return { type: 4, data: { content: `Found ${value('name')}` } };
  if (data.name === 'Quote it') {
    const { content } = data.resolved!.messages![data.target_id!]!;
    return { type: 4, data: { content: `Quoted: ${content}` } };
  }
  if (data.name !== 'engine') return undefined;
  const button = (style: number, label: string, custom_id: string) => ({ type: 2 as const, style, label, custom_id });
  const content = `Engine ${value('number')} is on for ${member.user.display_name}`;
  const buttons = [
    button(BUTTON_STYLES.PRIMARY, 'Turn it off', 'off'),
    button(BUTTON_STYLES.SECONDARY, 'Report it', 'report'),
  ];
  return { type: 4, data: { content, components: [{ type: 1, components: buttons }] } };
}

const message = (page: Page, text: string): Locator => page.getByRole('article').filter({ hasText: text });
const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Message #/ });
/** The field in which an argument of a command is given. */
const argument = (page: Page, name: string): Locator =>
  page
    .getByRole('form', { name: /^Command/ })
    .getByLabel(name, { exact: true })
    .and(page.locator('input'));

describe('commands of a bot, called in a browser', function () {
  this.timeout(180_000);
  let browser: Browser;
  let circle: Circle;
  let bot: Client;
  let ann: Visitor;
  let bob: Visitor;

  before(async () => {
    await buildClient(() => undefined);
    const { origin } = (await sharedCluster()).nodes[0]!;
    circle = await makeCircle([origin], 2);
    const owner = circle.clients[0]!;
    const made = await owner.request('bot.create', { name: PORTER });
    await owner.request('bot.add', { community_id: circle.communityId, bot_id: made.bot.id });
    bot = new Client(made.token, [origin]);
    bot.connection.on('dispatch', (event) => {
      if (event.name !== 'INTERACTION_CREATE') return;
      const { id: interaction_id, token } = event.data;
      const own = answer(event.data);
      if (own) void bot.request('interaction.respond', { interaction_id, token, ...own });
    });
    await bot.ready();
    await bot.request('application-command.set', { commands: COMMANDS });
    browser = await launchBrowser();
    ann = await Visitor.open(browser, 1440);
    bob = await Visitor.open(browser, 390);
    for (const [i, visitor] of [ann, bob].entries()) {
      await visitor.logIn(origin, circle.people[i]!);
      await visitor.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
      await composer(visitor.page).waitFor();
    }
  });
  after(async () => {
    for (const client of [bot, ...(circle?.clients ?? [])]) client?.close();
    await browser?.close();
  });

  eachGoesOn();

  it('[INT-1][INT-4] are chosen and filled in by the keyboard, and say what is wrong beside its field', async () => {
    const { page } = ann;
    await composer(page).press('/');
    const list = page.getByRole('listbox', { name: 'Commands' });
    await list.getByRole('option', { name: '/help' }).waitFor();
    await page.keyboard.type('e');
    await list.getByRole('option', { name: '/engine' }).and(page.locator('[aria-selected="true"]')).waitFor();
    await page.keyboard.press('Enter');
    const number = argument(page, 'number');
    await number.waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('This is needed.').waitFor();
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await page.getByText('Must be 9 or less.').waitFor();
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    for (const visitor of [ann, bob]) {
      const answered = message(visitor.page, `Engine 1 is on for ${circle.people[0]!.user.display_name}`);
      await answered.getByText('used /engine').waitFor();
    }
    await number.waitFor({ state: 'detached' });
    await page.keyboard.type('Thanks');
    expect(await composer(page).inputValue()).to.equal('Thanks');
    await composer(page).fill('');
  });

  it('[INT-9] open a modal from a button, and get what is written there', async () => {
    const { page } = ann;
    await message(page, 'Engine 1').getByRole('button', { name: 'Report it' }).click();
    const dialog = page.getByRole('dialog', { name: 'Report it' });
    await dialog.getByLabel('Why?').fill('no');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByText('3 characters are needed.').waitFor();
    await dialog.getByLabel('Why?').fill('noise');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await message(bob.page, 'Noted: noise').waitFor();
    await dialog.waitFor({ state: 'detached' });
  });

  it('[INT-8] change their message when another one presses a button, on a narrow screen too', async () => {
    await message(bob.page, 'Engine 1').getByRole('button', { name: 'Turn it off' }).click();
    for (const { page } of [ann, bob]) {
      await message(page, 'The engine is off').waitFor();
      expect(await page.getByRole('button', { name: 'Turn it off' }).count()).to.equal(0);
    }
    expect(await bob.overflow()).to.equal(0);
  });

  it('[INT-6][INT-13] answer to the caller alone, who can dismiss it; so does Cozy', async () => {
    const { page } = ann;
    for (const [command, said] of [
      ['/whisper', 'Psst'],
      ['/help', 'Looks after an engine'],
    ] as const) {
      await composer(page).pressSequentially(command);
      await page.getByRole('option', { name: command }).waitFor();
      await page.keyboard.press('Enter');
      const form = page.getByRole('form', { name: `Command ${command.slice(1)}` });
      await form.getByRole('button', { name: 'Send' }).press('Enter');
      const alone = message(page, said);
      await alone.getByText('Only you can see this').waitFor();
      expect(await message(bob.page, said).count()).to.equal(0);
      await alone.hover();
      expect(await alone.getByRole('button', { name: 'More' }).count()).to.equal(0);
      await alone.getByRole('button', { name: 'Dismiss' }).click();
      await alone.waitFor({ state: 'detached' });
    }
  });

  it('[INT-10] offer choices while one types', async () => {
    const { page } = ann;
    await composer(page).pressSequentially('/find ');
    await argument(page, 'name').waitFor();
    await page.keyboard.type('Hen');
    await page.getByRole('option', { name: 'Gordon' }).waitFor({ state: 'detached' });
    await page.getByRole('option', { name: 'Henry' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await message(bob.page, 'Found Henry!').waitFor();
  });

  it('[INT-11] are called at a message, from its menu', async () => {
    const { page } = ann;
    const row = message(page, 'Found Henry!');
    await row.hover();
    await row.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: `Quote it ${PORTER}` }).click();
    await message(bob.page, 'Quoted: Found Henry!').waitFor();
  });

  it('[INT-5] of a bot that is silent are said to be so, and what begins with a slash can be a message', async () => {
    const { page } = ann;
    await composer(page).pressSequentially('/sleep ');
    await page.getByRole('form', { name: 'Command sleep' }).getByRole('button', { name: 'Send' }).press('Enter');
    await page.getByRole('alert').filter({ hasText: 'did not answer' }).waitFor();
    await page.keyboard.press('Escape');
    await composer(page).pressSequentially('/shrug it off');
    await page.keyboard.press('Enter');
    await message(bob.page, '/shrug it off').waitFor();
    await composer(page).pressSequentially('/help');
    await page.getByRole('option', { name: '/help' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await message(bob.page, '/help').waitFor();
  });

  it('and no page has complained about anything', () => {
    for (const { complaints } of [ann, bob]) expect(complaints).to.deep.equal([]);
  });
});
