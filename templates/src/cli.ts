import { resolve } from 'node:path';
import { packTemplate } from './pack.ts';
import { readTemplate, TemplateError } from './package.ts';

const USAGE = 'npm run template -- check DIR | npm run template -- pack DIR [FILE]';

const [verb, folder, file] = process.argv.slice(2);
try {
  if (verb === 'check' && folder) {
    const { manifest, structure, messages } = readTemplate(resolve(folder));
    const { roles, categories, channels } = structure;
    console.log(
      `${manifest.name} ${manifest.version} is valid: ${channels.length} channels in ${categories.length} categories, ` +
        `${roles.length} roles, ${messages.length} messages.`,
    );
  } else if (verb === 'pack' && folder) {
    console.log(packTemplate(resolve(folder), file && resolve(file)));
  } else {
    console.error(`Usage: ${USAGE}`);
    process.exitCode = 2;
  }
} catch (error) {
  if (!(error instanceof TemplateError)) throw error;
  console.error(error.problems.join('\n'));
  process.exitCode = 1;
}
