import {
  type ActionRow,
  type CommandDraft,
  type CommandInput,
  type EventData,
  LIMITS,
  type Message,
} from '@cozy/protocol';
import { expect } from 'chai';
import type { TestClient } from './client.ts';
import {
  dropDatabase,
  makeBot,
  makeCommunity,
  refusal,
  startNode,
  type TestCommunity,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

const BUTTON = { type: 2 as const, style: 1, label: 'Go', custom_id: 'go' };
const row = (...components: ActionRow['components']): ActionRow => ({ type: 1, components });

const ENGINE: CommandDraft = {
  name: 'engine',
  description: 'Looks after an engine',
  options: [
    { type: 4, name: 'number', description: 'Which', required: true, min_value: 1, max_value: 9 },
    { type: 6, name: 'by', description: 'Who does it' },
    { type: 3, name: 'how', description: 'How', choices: [{ name: 'Gently', value: 'gently' }] },
  ],
};

describe('Interactions', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let bot: TestUser;
  let other: TestUser;
  let home: TestCommunity;
  let ofBob: TestClient;
  let ofBot: TestClient;
  let nonce = 0;

  const addBot = async (name: string): Promise<TestUser> => {
    const made = await makeBot(node, ann, { name });
    await node.run(ann, 'bot.add', { community_id: home.id, bot_id: made.id });
    return made;
  };

  before(async () => {
    node = await startNode(testEngines());
    [ann, bob] = (await Promise.all(['ann', 'bob'].map((name) => node.person(name)))) as [TestUser, TestUser];
    home = await makeCommunity(node, ann, [bob]);
    bot = await addBot('Stoker');
    other = await addBot('Other');
    [ofBob, ofBot] = [await node.connect(), await node.connect()];
    await ofBob.ready(bob.token);
    await ofBot.ready(bot.token);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const here = () => ({ channel_id: home.channelId });
  const set = async (...commands: CommandDraft[]) =>
    (await node.run(bot, 'application-command.set', { commands })).commands;
  const code = async (act: Promise<unknown>) => (await refusal(act)).code;
  type Answer = Omit<CommandInput<'interaction.respond'>, 'interaction_id' | 'token'>;
  /** Someone calls, and the bot answers at once. */
  const call = async (input: Omit<CommandInput<'interaction.create'>, 'channel_id'>, answer: Answer, who = bob) => {
    const from = ofBot.events.length;
    const created = node.run(who, 'interaction.create', { ...here(), ...input });
    created.catch(() => undefined);
    const { data } = await Promise.race([
      ofBot.event('INTERACTION_CREATE', undefined, from),
      created.then(() => Promise.reject(new Error('It was answered by nobody.'))),
    ]);
    const interaction = data as EventData<'INTERACTION_CREATE'>;
    const place = { interaction_id: interaction.id, token: interaction.token };
    const { message } = await node.run(bot, 'interaction.respond', { ...place, ...answer });
    return { interaction, place, message, output: await created };
  };
  const button = async (components: ActionRow[] = [row(BUTTON)]) =>
    (await node.run(bot, 'message.send', { ...here(), content: 'Press', nonce: `i${nonce++}`, components })).message;
  const press = (message: Message, answer: Answer, more: object = {}) =>
    call({ type: 3, message_id: message.id, custom_id: 'go', ...more }, answer);

  it('[INT-1] offer the commands of the bots here, as far as one may use them, and those of Cozy itself', async () => {
    const [engine, secret] = await set(ENGINE, { name: 'purge', description: 'x', default_member_permissions: '8192' });
    const listed = await node.run(bob, 'application-command.list', here());
    expect(listed.commands.map(({ name }) => name)).to.include.members(['help', 'engine']);
    expect(listed.commands.map(({ name }) => name)).to.not.include('purge');
    expect(listed.applications.map(({ id }) => id)).to.deep.equal([bot.id]);
    const ofAnn = await node.run(ann, 'application-command.list', here());
    expect(ofAnn.commands.map(({ id }) => id)).to.include.members([engine!.id, secret!.id]);
    const calling = { ...here(), type: 2 as const };
    expect(await code(node.run(bob, 'interaction.create', { ...calling, command_id: secret!.id }))).to.equal(
      'UNKNOWN_APPLICATION_COMMAND',
    );
    const hidden = [{ id: bot.id, type: 1 as const, allow: '0', deny: '1024' }];
    const where = { community_id: home.id, name: 'without', type: 'text' as const, overwrites: hidden };
    const { channel } = await node.run(ann, 'channel.create', where);
    const there = await node.run(bob, 'application-command.list', { channel_id: channel.id });
    expect(there.commands.map(({ name }) => name)).to.not.include('engine');
    const far = { channel_id: channel.id, type: 2 as const, command_id: engine!.id };
    expect(await code(node.run(bob, 'interaction.create', far))).to.equal('UNKNOWN_APPLICATION_COMMAND');
  });

  it('[INT-2] keep the id of a command that stays, in one community or in all', async () => {
    const [before] = await set(ENGINE);
    const [after] = await set({ ...ENGINE, description: 'Another' });
    expect(after!.id).to.equal(before!.id);
    const input = { community_id: home.id, commands: [{ name: 'local', description: 'Only here' }] };
    const [local] = (await node.run(bot, 'application-command.set', input)).commands;
    expect(local!.community_id).to.equal(home.id);
    const away = await makeCommunity(node, ann, []);
    await node.run(ann, 'bot.add', { community_id: away.id, bot_id: bot.id });
    const { commands } = await node.run(ann, 'application-command.list', { channel_id: away.channelId });
    expect(commands.map(({ name }) => name))
      .to.include('engine')
      .and.not.include('local');
    await node.run(bot, 'application-command.delete', { command_id: local!.id });
    expect(await code(node.run(bot, 'application-command.delete', { command_id: local!.id }))).to.equal(
      'UNKNOWN_APPLICATION_COMMAND',
    );
    expect(await code(node.run(bob, 'application-command.set', { commands: [] }))).to.equal('FORBIDDEN');
  });

  it('[INT-3] come to the bot alone, with typed values and whom they name', async () => {
    const [engine] = await set(ENGINE);
    const ofOther = await node.connect();
    await ofOther.ready(other.token);
    const options = [
      { name: 'number', value: 3 },
      { name: 'by', value: ann.id },
    ];
    const { interaction, message, output } = await call(
      { type: 2, command_id: engine!.id, options },
      { type: 4, data: { content: 'Stoked' } },
    );
    expect(interaction.data.options).to.deep.equal([
      { name: 'number', type: 4, value: 3 },
      { name: 'by', type: 6, value: ann.id },
    ]);
    expect(interaction.data.resolved?.users?.[ann.id]?.username).to.equal(ann.user.username);
    expect(interaction.member.user.id).to.equal(bob.id);
    expect(output).to.deep.include({ interaction_id: interaction.id, type: 4 });
    const { data } = await ofBob.event('MESSAGE_CREATE', ({ id }) => id === message!.id);
    expect(data).to.deep.include({
      content: 'Stoked',
      interaction: { id: interaction.id, name: 'engine', user_id: bob.id },
    });
    expect(ofOther.names).to.not.include('INTERACTION_CREATE');
    expect(ofBob.names).to.not.include('INTERACTION_CREATE');
  });

  it('[INT-4] refuse values that do not fit, each with its sentence', async () => {
    const [engine] = await set(ENGINE);
    const given = async (...options: { name: string; value: string | number }[]) => {
      const input = { ...here(), type: 2 as const, command_id: engine!.id, options };
      return (await refusal(node.run(bob, 'interaction.create', input))).errors;
    };
    expect(await given()).to.deep.equal({ '/options/number': 'This is needed.' });
    expect(await given({ name: 'number', value: 12 })).to.deep.equal({ '/options/number': 'Must be 9 or less.' });
    expect(await given({ name: 'number', value: 1.5 })).to.deep.equal({ '/options/number': 'Must be a whole number.' });
    const number = { name: 'number', value: 1 };
    expect(await given(number, { name: 'by', value: '123456789012345678' })).to.have.keys('/options/by');
    expect(await given(number, { name: 'how', value: 'badly' })).to.have.keys('/options/how');
    expect(await given(number, { name: 'what', value: 'x' })).to.have.keys('/options/what');
  });

  it('[INT-5] are answered once, in time, by their bot', async () => {
    const [engine] = await set(ENGINE);
    const input = { type: 2 as const, command_id: engine!.id, options: [{ name: 'number', value: 1 }] };
    const { place } = await call(input, { type: 4, data: { content: 'One' } });
    const again = { ...place, type: 4 as const, data: { content: 'Two' } };
    expect(await code(node.run(bot, 'interaction.respond', again))).to.equal('INTERACTION_ANSWERED');
    expect(await code(node.run(other, 'interaction.respond', again))).to.equal('UNKNOWN_INTERACTION');
    const forged = { ...again, token: `${place.token.slice(0, -4)}aaaa` };
    expect(await code(node.run(bot, 'interaction.respond', forged))).to.equal('UNKNOWN_INTERACTION');
    const from = ofBot.events.length;
    const silent = await refusal(node.run(bob, 'interaction.create', { ...here(), ...input }));
    expect(silent.code).to.equal('INTERACTION_UNANSWERED');
    const { data } = await ofBot.event('INTERACTION_CREATE', undefined, from);
    const late = { interaction_id: data.id, token: data.token, type: 4 as const, data: { content: 'Late' } };
    expect(LIMITS.interactionAnswer).to.equal(3_000);
    expect(await code(node.run(bot, 'interaction.respond', late))).to.equal('INTERACTION_EXPIRED');
  });

  it('[INT-6] tell the caller alone, change that and take it back', async () => {
    const [engine] = await set(ENGINE);
    const ofAnn = await node.connect();
    await ofAnn.ready(ann.token);
    const input = { type: 2 as const, command_id: engine!.id, options: [{ name: 'number', value: 1 }] };
    const data = { content: 'Psst', flags: 64 as const, components: [row(BUTTON)] };
    const { place, message } = await call(input, { type: 4, data });
    const told = await ofBob.event('INTERACTION_RESPONSE', ({ message_id }) => message_id === message!.id);
    expect(told.data.message).to.deep.include({ content: 'Psst', flags: 64 });
    const { messages } = await node.run(bob, 'message.history', here());
    expect(messages.map(({ id }) => id)).to.not.include(message!.id);
    const pressed = await press(message!, { type: 7, data: { content: 'Pressed', components: [] } });
    expect(pressed.interaction.message?.id).to.equal(message!.id);
    await ofBob.event('INTERACTION_RESPONSE', (one) => one.message?.content === 'Pressed');
    const notHers = { ...here(), type: 3 as const, message_id: message!.id, custom_id: 'go' };
    expect(await code(node.run(ann, 'interaction.create', notHers))).to.equal('UNKNOWN_MESSAGE');
    await node.run(bot, 'interaction.delete', { ...place, message_id: message!.id });
    await ofBob.event('INTERACTION_RESPONSE', (one) => one.message === null);
    expect(ofAnn.names).to.not.include('INTERACTION_RESPONSE');
  });

  it('[INT-7] promise an answer, fill it, and go on', async () => {
    const [engine] = await set(ENGINE);
    const input = { type: 2 as const, command_id: engine!.id, options: [{ name: 'number', value: 1 }] };
    const { place, message } = await call(input, { type: 5 });
    expect(message!.content).to.equal('');
    await node.run(bot, 'interaction.edit', { ...place, message_id: message!.id, content: 'Done' });
    await ofBob.event('MESSAGE_UPDATE', ({ id }) => id === message!.id);
    const more = { ...place, content: 'And more', nonce: `i${nonce++}` };
    const [one, two] = [
      await node.run(bot, 'interaction.follow-up', more),
      await node.run(bot, 'interaction.follow-up', more),
    ];
    expect(two.message.id).to.equal(one.message.id);
    const { messages } = await node.run(bob, 'message.history', { ...here(), at: ofBob.cursors });
    expect(messages.slice(0, 2).map(({ content }) => content)).to.deep.equal(['And more', 'Done']);
    const { versions } = await node.run(bob, 'message.edits', { ...here(), message_id: message!.id });
    expect(versions).to.deep.equal([]);
    const foreign = await button();
    const edit = { ...place, message_id: foreign.id, content: 'Mine?' };
    expect(await code(node.run(bot, 'interaction.edit', edit))).to.equal('UNKNOWN_MESSAGE');
    await node.run(bot, 'interaction.delete', { ...place, message_id: message!.id });
    await ofBob.event('MESSAGE_DELETE', ({ id }) => id === message!.id);
  });

  it('[INT-8] use only components that are on the message, with values that it offers', async () => {
    const select = {
      type: 3 as const,
      custom_id: 'pick',
      options: ['a', 'b', 'c'].map((value) => ({ label: value, value })),
      max_values: 2,
    };
    const message = await button([row(BUTTON), row(select), row({ type: 5, custom_id: 'who' })]);
    const use = (custom_id: string, values?: string[]) => {
      const input = { ...here(), type: 3 as const, message_id: message.id, custom_id };
      return code(node.run(bob, 'interaction.create', values ? { ...input, values } : input));
    };
    expect(await use('stop')).to.equal('UNKNOWN_COMPONENT');
    expect(await use('pick', ['d'])).to.equal('INVALID_INPUT');
    expect(await use('pick', ['a', 'b', 'c'])).to.equal('INVALID_INPUT');
    expect(await use('who', ['123456789012345678'])).to.equal('INVALID_INPUT');
    const chosen = await press(message, { type: 6 }, { custom_id: 'pick', values: ['a', 'b'] });
    expect(chosen.interaction.data.values).to.deep.equal(['a', 'b']);
    const changed = await press(message, { type: 7, data: { content: 'Pressed', components: [] } });
    expect(changed.output.type).to.equal(7);
    await ofBob.event('MESSAGE_UPDATE', ({ id, components }) => id === message.id && components?.length === 0);
    expect(await use('go')).to.equal('UNKNOWN_COMPONENT');
    const own = { ...here(), content: 'Mine', nonce: `i${nonce++}`, components: [row(BUTTON)] };
    expect(await code(node.run(bob, 'message.send', own))).to.equal('FORBIDDEN');
  });

  it('[INT-9] open a modal, and bring what was written', async () => {
    const input = { type: 4 as const, custom_id: 'why', style: 1, label: 'Why?', min_length: 2, max_length: 5 };
    const modal = { custom_id: 'form', title: 'Why?', components: [row(input)] };
    const { output } = await press(await button(), { type: 9, data: modal });
    expect(output.modal).to.deep.equal(modal);
    const send = (value: string, modal_token = output.modal_token!) => ({
      ...here(),
      type: 5 as const,
      modal_token,
      components: [{ custom_id: 'why', value }],
    });
    const { errors } = await refusal(node.run(bob, 'interaction.create', send('x')));
    expect(errors).to.have.keys('/components/why');
    expect(await code(node.run(ann, 'interaction.create', send('fine')))).to.equal('UNKNOWN_INTERACTION');
    expect(await code(node.run(bob, 'interaction.create', send('fine', 'no')))).to.equal('UNKNOWN_INTERACTION');
    const sent = await call(send('fine'), { type: 4, data: { content: 'Thanks' } });
    expect(sent.interaction.data).to.deep.equal({
      custom_id: 'form',
      components: [{ custom_id: 'why', value: 'fine' }],
    });
  });

  it('[INT-10] ask for choices while one types', async () => {
    const option = { type: 3 as const, name: 'engine', description: 'Which', autocomplete: true, required: true };
    const [find] = await set({ name: 'find', description: 'Finds', options: [option] });
    const options = [{ name: 'engine', value: 'no', focused: true }];
    const choices = [{ name: 'No. 3', value: '3' }];
    const { interaction, output } = await call(
      { type: 4, command_id: find!.id, options },
      { type: 8, data: { choices } },
    );
    expect(interaction.data.options).to.deep.equal([{ name: 'engine', type: 3, value: 'no', focused: true }]);
    expect(output.choices).to.deep.equal(choices);
  });

  it('[INT-11] show a command at a message that message, and at a person that person', async () => {
    const [quote, greet] = await set({ type: 3, name: 'Quote it' }, { type: 2, name: 'Greet' });
    const sent = { ...here(), content: 'Wise', nonce: `i${nonce++}` };
    const { message } = await node.run(ann, 'message.send', sent);
    const answer = { type: 4 as const, data: { content: 'ok', flags: 64 as const } };
    const quoted = await call({ type: 2, command_id: quote!.id, target_id: message.id }, answer);
    expect(quoted.interaction.data.resolved?.messages?.[message.id]?.content).to.equal('Wise');
    const greeted = await call({ type: 2, command_id: greet!.id, target_id: ann.id }, answer);
    expect(greeted.interaction.data.resolved?.users?.[ann.id]?.id).to.equal(ann.id);
    const nobody = { ...here(), type: 2 as const, command_id: greet!.id, target_id: '123456789012345678' };
    expect(await code(node.run(bob, 'interaction.create', nobody))).to.equal('UNKNOWN_USER');
  });

  it('[INT-12] of a bot that was away come when it resumes', async () => {
    const [engine] = await set(ENGINE);
    const away = await node.connect();
    await away.ready(bot.token);
    const { cursors } = away;
    away.drop();
    ofBot.drop();
    const input = { ...here(), type: 2 as const, command_id: engine!.id, options: [{ name: 'number', value: 1 }] };
    const created = node.run(bob, 'interaction.create', input);
    ofBot = await node.connect();
    await ofBot.resumed(bot.token, cursors);
    const { data } = await ofBot.event('INTERACTION_CREATE', ({ data: { name } }) => name === 'engine');
    await node.run(bot, 'interaction.respond', { interaction_id: data.id, token: data.token, type: 5 });
    expect((await created).type).to.equal(5);
  });

  it('[INT-13] of Cozy itself are answered to the caller alone', async () => {
    await set(ENGINE);
    const { commands } = await node.run(bob, 'application-command.list', here());
    const help = commands.find(({ name }) => name === 'help')!;
    const output = await node.run(bob, 'interaction.create', { ...here(), type: 2, command_id: help.id });
    expect(output.message).to.deep.include({ flags: 64 });
    expect(output.message!.content).to.contain('**/engine**').and.contain('**/help**');
    await ofBob.event('INTERACTION_RESPONSE', ({ message_id }) => message_id === output.message!.id);
  });

  it('[INT-14] are bounded everywhere', async () => {
    const name = 'x'.repeat(LIMITS.commandNameLength);
    const description = 'x'.repeat(LIMITS.commandDescriptionLength);
    const option = (i: number) => ({ type: 3 as const, name: `o${i}`, description });
    const options = Array.from({ length: LIMITS.commandOptions }, (_, i) => option(i));
    const choice = (i: number) => ({
      name: 'x'.repeat(LIMITS.choiceLength),
      value: String(i).padStart(LIMITS.choiceLength),
    });
    const choices = Array.from({ length: LIMITS.optionChoices }, (_, i) => choice(i));
    const locales = [...'abcdefghijklmnopqrstuvwxyz'].flatMap((one) => [`a${one}`, `b${one}`]);
    const localized = (count: number) => Object.fromEntries(locales.slice(0, count).map((one) => [one, 'x']));
    const short = (i: number) => ({ name: `c${i}`, description: 'x' });
    const many = (count: number) => Array.from({ length: count }, (_, i) => short(i));
    await set({ name, description, options });
    await set({ name, description, name_localizations: localized(LIMITS.locales) });
    await set({ name, description, options: [{ ...option(0), choices, max_length: LIMITS.optionValueLength }] });
    await set(...many(LIMITS.applicationCommands));
    const tooMuch: CommandDraft[][] = [
      [{ name: `${name}x`, description }],
      [{ name, description: `${description}x` }],
      [{ name, description, options: [...options, option(99)] }],
      [{ name, description, options: [{ ...option(0), choices: [...choices, choice(99)] }] }],
      [{ name, description, options: [{ ...option(0), max_length: LIMITS.optionValueLength + 1 }] }],
      [{ name, description, name_localizations: localized(LIMITS.locales + 1) }],
      [{ name: 'Loud', description }],
      [{ name: 'two', description: '' }],
      [short(0), short(0)],
      many(LIMITS.applicationCommands + 1),
    ];
    for (const commands of tooMuch)
      expect(await code(set(...commands)), JSON.stringify(commands).slice(0, 80)).to.equal('INVALID_INPUT');

    const custom = (i: number) => String(i).padStart(LIMITS.customIdLength, 'x');
    const one = (i: number) => ({ ...BUTTON, label: 'x'.repeat(LIMITS.buttonLabelLength), custom_id: custom(i) });
    const full = (at: number) => row(...Array.from({ length: LIMITS.rowComponents }, (_, i) => one(at * 10 + i)));
    const rows = Array.from({ length: LIMITS.componentRows }, (_, at) => full(at));
    await button(rows);
    const placeholder = 'x'.repeat(LIMITS.placeholderLength);
    await button([row({ type: 5, custom_id: 'who', placeholder })]);
    const bad: ActionRow[][] = [
      [...rows, row(one(99))],
      [row(...full(0).components, one(99))],
      [row({ ...BUTTON, custom_id: `${custom(0)}x` })],
      [row({ ...BUTTON, label: `${one(0).label}x` })],
      [row({ type: 5, custom_id: 'who', placeholder: `${placeholder}x` })],
      [row(BUTTON), row(BUTTON)],
      [row(BUTTON, { type: 5, custom_id: 'who' })],
      [row({ type: 2, style: 5, label: 'Go' })],
      [row({ type: 2, style: 1, label: 'Go', url: 'https://cozy.example' })],
      [row({ type: 4, custom_id: 'text', label: 'Text' })],
      [row({ type: 3, custom_id: 'pick' })],
    ];
    for (const components of bad)
      expect(await code(button(components)), JSON.stringify(components)).to.equal('INVALID_INPUT');

    const field = { type: 4 as const, custom_id: 'why', label: 'Why?', max_length: LIMITS.textInputLength };
    const title = 'x'.repeat(LIMITS.modalTitleLength);
    const message = await button();
    const ask = (data: Answer['data']) => press(message, { type: 9, data });
    await ask({ custom_id: 'form', title, components: [row(field)] });
    for (const data of [
      { custom_id: 'form', title: `${title}x`, components: [row(field)] },
      { custom_id: 'form', title, components: [row({ ...field, max_length: LIMITS.textInputLength + 1 })] },
      { custom_id: 'form', title, components: [row(BUTTON)] },
      { custom_id: 'form', title, components: [] },
    ]) {
      expect(await code(ask(data))).to.equal('INVALID_INPUT');
    }
    expect(LIMITS.interactionLife).to.equal(15 * 60_000);
  });
});
