import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CONVERSATIONS, loadScript, MockGateway } from '@cozy/protocol/mock';
import { expect } from 'chai';

const run = promisify(execFile);
const here = dirname(fileURLToPath(new URL('.', import.meta.url)));

/** The first code block of a language in the README. */
function readmeCode(language: string): string {
  const readme = readFileSync(join(here, 'README.md'), 'utf8');
  const code = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1];
  if (!code) throw new Error(`README.md has no ${language} block.`);
  return code;
}

// What a bot's author writes in TypeScript: wrong uses must not compile.
const TYPED = `import { Bot, CozyError, type Message } from '@cozy/bot';
const bot = new Bot({ url: 'http://localhost:8080', token: process.env.COZY_TOKEN, intents: ['COMMUNITY_MESSAGES'] });
bot.onMessage(async (message, context) => {
  const sent: Message = await context.sendMessage(message.content, { replyTo: message });
  const { messages } = await context.commands.message.history({ channel_id: sent.channel_id, limit: 1 });
  console.log(messages[0]?.author.username);
  // @ts-expect-error there is no such field
  console.log(message.text);
});
bot.on('CHANNEL_CREATE', (channel) => console.log(channel.name, channel.type === 'text'));
bot.on('error', (error) => console.log(error instanceof CozyError && error.code));
// @ts-expect-error there is no such event
bot.on('NOTHING', () => undefined);
`;

describe('the package, as a user installs it', function () {
  this.timeout(60_000);
  let folder: string;
  let child: ChildProcess | undefined;
  let mock: MockGateway | undefined;

  before(async function () {
    this.timeout(180_000);
    folder = mkdtempSync(join(tmpdir(), 'cozy-bot-package-'));
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: here });
    const tarball = stdout.trim().split('\n').at(-1) ?? '';
    writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }');
    await run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefer-offline', join(folder, tarball)], {
      cwd: folder,
    });
  });
  after(async () => {
    child?.kill('SIGKILL');
    await mock?.stop();
    rmSync(folder, { recursive: true });
  });

  it('runs the bot of the README as it is printed, which is under 20 lines', async () => {
    const code = readmeCode('js');
    expect(code.trim().split('\n').length).to.be.lessThan(20);
    writeFileSync(join(folder, 'bot.mjs'), code);
    const { define } = loadScript(join(CONVERSATIONS, 'ready-and-dispatch.json'));
    const said = (place: number, content: string) => ({
      send: { '...': '$created', s: [3, place], d: { '...': '$message', content } },
    });
    const member = {
      community_id: '1399999999999990010',
      user: '$ada',
      nick: null,
      roles: [],
      joined_at: '2026-01-02T03:04:05.678Z',
    };
    const answer = (d: object) => ({ send: { op: 21, n: '$last.n', d } });
    mock = await MockGateway.start({
      about: 'What the bot of the README does',
      define,
      connections: [
        [
          { send: '$hello' },
          { expect: { op: 2, d: { token: 'bot.1399999999999990001.secret' } } },
          { send: '$ready' },
          said(101, '/ping'),
          { expect: { op: 20, t: 'message.send', d: { content: 'pong', reply_to: '$message.id' } }, as: 'first' },
          { send: '$answer' },
          said(102, 'hello'),
          { expect: { op: 20, t: 'reaction.add', d: { emoji: '👋', message_id: '$message.id' } } },
          answer({}),
          { send: { op: 0, t: 'COMMUNITY_MEMBER_ADD', s: [3, 103], d: member } },
          { expect: { op: 20, t: 'community.list' } },
          answer({ communities: ['$community'] }),
          { expect: { op: 20, t: 'message.send', d: { content: 'Welcome, Ada!' } }, as: 'first' },
          { send: '$answer' },
        ],
      ],
    });
    child = spawn(process.execPath, ['bot.mjs'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', COZY_URL: mock.url, COZY_TOKEN: 'bot.1399999999999990001.secret' },
    });
    let printed = '';
    child.stdout?.on('data', (data: Buffer) => {
      printed += data;
    });
    await mock.finished;
    expect(printed).to.include('The bot is ready.');
  });

  it('runs the test of the README, which needs no server', async () => {
    writeFileSync(join(folder, 'bot.mjs'), readmeCode('js'));
    writeFileSync(join(folder, 'bot.test.mjs'), readmeCode('js test'));
    // Without what the tests' own runner and loader have set.
    const env = { PATH: process.env.PATH };
    const { stdout } = await run(process.execPath, ['--test', 'bot.test.mjs'], { cwd: folder, env });
    expect(stdout).to.include('pass 1');
  });

  it('has example bots that pass their tests', async () => {
    cpSync(join(here, 'examples'), join(folder, 'examples'), { recursive: true });
    const env = { PATH: process.env.PATH };
    const { stdout } = await run(process.execPath, ['--test', 'examples/examples.test.mjs'], { cwd: folder, env });
    expect(stdout).to.match(/pass 5\b/);
  });

  it('makes a bot whose test passes', async () => {
    const env = { PATH: process.env.PATH };
    await run('npx', ['cozy-bot', 'new', 'my-bot'], { cwd: folder, env });
    const made = join(folder, 'my-bot');
    const names = ['.env.example', '.gitignore', 'README.md', 'bot.mjs', 'bot.test.mjs', 'package.json'];
    expect(readdirSync(made).sort()).to.deep.equal(names);
    expect(JSON.parse(readFileSync(join(made, 'package.json'), 'utf8'))).to.have.property('name', 'my-bot');
    const { stdout } = await run('npm', ['test'], { cwd: made, env });
    expect(stdout).to.match(/pass 2\b/);
    await run('npx', ['cozy-bot', 'new', 'in-python', '--language', 'python'], { cwd: folder, env });
    expect(readdirSync(join(folder, 'in-python'))).to.include('bot.py');
  });

  it('makes no bot over what is there, and says what is wrong', async () => {
    const tool = join(folder, 'node_modules/.bin/cozy-bot');
    const said = async (...args: string[]) => {
      const failed = await run(tool, args, { cwd: folder, env: { PATH: process.env.PATH } }).catch((error) => error);
      expect(failed).to.have.property('code', 1);
      return (failed as { stderr: string }).stderr;
    };
    expect(await said('new', 'node_modules')).to.include('node_modules is there already');
    expect(await said('new', 'My Bot')).to.include('is no name for a bot');
    expect(await said('new', 'other', '--language', 'cobol')).to.include("No language 'cobol'");
    expect(await said('old')).to.include('Usage: cozy-bot new FOLDER');
  });

  it('has types that catch mistakes, without any other package of types', async () => {
    writeFileSync(join(folder, 'typed.ts'), TYPED);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          target: 'ES2023',
          lib: ['ES2023', 'DOM'],
          module: 'NodeNext',
          moduleResolution: 'NodeNext',
          types: ['node'],
          typeRoots: [join(here, '../../node_modules/@types')],
          noEmit: true,
        },
        files: ['typed.ts'],
      }),
    );
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', folder], {
      env: { ...process.env, NODE_OPTIONS: '' },
    }).catch((error: { stdout: string }) => error);
    expect(stdout).to.equal('');
  });

  it('brings only packages of the registry', () => {
    const installed = JSON.parse(readFileSync(join(folder, 'node_modules/@cozy/bot/package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(Object.keys(installed.dependencies).filter((name) => name.startsWith('@cozy/'))).to.deep.equal([]);
  });
});
