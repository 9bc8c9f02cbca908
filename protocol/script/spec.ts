import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  CLIENT_FRAMES,
  CLOSE_CODES,
  COMMANDS,
  type CommandDefinition,
  ERRORS,
  EVENTS,
  INTENTS,
  LIMITS,
  MEMBER_PERMISSIONS,
  MODERATOR_PERMISSIONS,
  Op,
  PERMISSIONS,
  SCOPES,
  type Scope,
} from '../src/index.ts';

const FILE = fileURLToPath(new URL('../SPEC.md', import.meta.url));

/** What a client does after a close, in words. */
const AFTERWARDS = { resume: 'resume', identify: 'come back', fatal: 'stop' } as const;

/** `slowReaderBytes` as words: slow reader bytes. */
const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Columns are padded as the formatter does it. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
}

function access({ access, peopleOnly }: CommandDefinition): string {
  const permissions = 'permissions' in access && access.permissions.length > 0 ? access.permissions.join(', ') : '';
  return [access.of, permissions && `: ${permissions}`, peopleOnly && ' (people only)'].filter(Boolean).join('');
}

/** What a scope opens: commands, then events. Where it stands for another one in feeds, that one's. */
function opens(scope: Scope): string {
  const names = [
    scope,
    ...Object.entries(SCOPES).flatMap(([name, one]) => ('inFeeds' in one && one.inFeeds === scope ? [name] : [])),
  ];
  const commands = Object.entries<CommandDefinition>(COMMANDS).filter(([, command]) =>
    [command.scope].flat().some((one) => one && names.includes(one)),
  );
  const events = Object.entries(EVENTS).filter(([, { needs }]) => needs && names.includes(needs));
  return [...commands, ...events].map(([name]) => name).join(', ');
}

/** Every generated table by the name of its markers. */
export const TABLES: Record<string, () => string> = {
  opcodes: () =>
    table(
      ['op', 'name', 'from'],
      Object.entries(Op).map(([name, op]) => [
        op,
        name.replace(/(?<=[a-z])[A-Z]/g, ' $&'),
        op in CLIENT_FRAMES ? 'client' : 'server',
      ]),
    ),
  intents: () =>
    table(
      ['intent', 'bit', 'events'],
      Object.entries(INTENTS).map(([name, bit]) => [
        name,
        `1 << ${Math.log2(bit)}`,
        Object.entries(EVENTS)
          .filter(([, event]) => event.intent === name)
          .map(([event]) => event)
          .join(', '),
      ]),
    ),
  events: () =>
    table(
      ['event', 'to', 'stored', 'what happened'],
      Object.entries(EVENTS).map(([name, { scope, stored, doc }]) => [name, scope, stored ? 'yes' : 'no', doc]),
    ),
  'close-codes': () =>
    table(
      ['code', 'reason', 'then', 'what it means'],
      Object.entries(CLOSE_CODES).map(([code, { reason, next, doc }]) => [code, reason, AFTERWARDS[next], doc]),
    ),
  errors: () =>
    table(
      ['code', 'status', 'retry', 'message'],
      Object.entries(ERRORS).map(([code, error]) => [
        code,
        error.status,
        'retry' in error ? 'retry' : '',
        error.message,
      ]),
    ),
  limits: () =>
    table(
      ['limit', 'value'],
      Object.entries(LIMITS).map(([name, value]) => [words(name), value.toLocaleString('en')]),
    ),
  permissions: () =>
    table(
      ['permission', 'bit', 'from the start with'],
      Object.entries(PERMISSIONS).map(([name, bit]) => [
        name,
        `1 << ${bit.toString(2).length - 1}`,
        bit & MEMBER_PERMISSIONS ? 'member' : bit & MODERATOR_PERMISSIONS ? 'moderator' : 'owner',
      ]),
    ),
  scopes: () =>
    table(
      ['scope', 'risk', 'what it lets a bot do', 'opens'],
      Object.entries(SCOPES).map(([name, { risk, doc }]) => [name, risk, `${doc}.`, opens(name as Scope)]),
    ),
  commands: () =>
    table(
      ['command', 'route', 'who may call', 'rate', 'what it does'],
      Object.entries<CommandDefinition>(COMMANDS).map(([name, command]) => [
        name,
        `${command.route[0]} ${command.route[1]}`,
        access(command),
        `${command.rate.burst}, ${command.rate.perSecond}/s`,
        command.doc,
      ]),
    ),
};

/**
 * Puts the tables between their markers.
 *
 * @param text of SPEC.md.
 * @returns the text with every table as the code has it now.
 * @throws Error when a marker has no table, or a table no marker.
 */
export function generate(text: string): string {
  const left = new Set(Object.keys(TABLES));
  const filled = text.replace(/<!-- generated: (\S+) -->\n[\s\S]*?<!-- \/generated -->/g, (_, name: string) => {
    const make = TABLES[name];
    if (!make || !left.delete(name)) throw new Error(`SPEC.md has a marker too many: ${name}.`);
    return `<!-- generated: ${name} -->\n${make()}\n<!-- /generated -->`;
  });
  if (left.size > 0) throw new Error(`SPEC.md lacks markers for: ${[...left].join(', ')}.`);
  return filled;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = readFileSync(FILE, 'utf8');
  const fresh = generate(text);
  if (!process.argv.includes('--check')) writeFileSync(FILE, fresh);
  else if (fresh !== text) {
    console.error('protocol/SPEC.md is not as the code has it: run npx tsx protocol/script/spec.ts.');
    process.exitCode = 1;
  }
}
