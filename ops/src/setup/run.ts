import { execa, type Options } from 'execa';

/**
 * Runs a program of a setup step to its end, without input and without showing its output.
 * @returns its standard output, without the newline at its end.
 * @throws {Error} a sentence with the command, its exit code and the last 15 lines it wrote.
 */
export async function run(command: string[], options: Pick<Options, 'env' | 'cwd'> = {}): Promise<string> {
  const result = await execa({ ...options, reject: false, all: true, stdin: 'ignore' })`${command}`;
  if (result.exitCode === 0) return result.stdout;
  const said = (result.all ?? '').trimEnd().split('\n').slice(-15).join('\n');
  const how = result.exitCode === undefined ? result.shortMessage : `exit code ${result.exitCode}`;
  throw new Error(`${command.join(' ')} failed (${how}).\n${said}`);
}
