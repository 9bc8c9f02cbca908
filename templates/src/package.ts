import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  messageProblems,
  structureProblems,
  type Template,
  TemplateManifest,
  TemplateMessages,
  TemplateStructure,
} from '@cozy/protocol';
import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** The files of a package, by the part that each holds. */
export const PACKAGE_FILES = {
  manifest: 'manifest.json',
  structure: 'structure.json',
  messages: 'messages.json',
} as const;

/** Bytes of one file of a package. */
const LARGEST_FILE = 256 * 1024;
/** Problems that are told of one file. */
const PROBLEMS_SHOWN = 20;

/** Why a folder is no package: one sentence for each problem. */
export class TemplateError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'TemplateError';
    this.problems = problems;
  }
}

/**
 * Reads a template's folder and checks everything in it.
 *
 * @param folder that holds the files of a package.
 * @throws TemplateError with all that is wrong.
 */
export function readTemplate(folder: string): Template {
  const problems: string[] = [];
  const read = (name: string, schema: TSchema): unknown => {
    try {
      const value = readJson(join(folder, name));
      const errors = [...Value.Errors(schema, value)].slice(0, PROBLEMS_SHOWN);
      problems.push(...errors.map(({ path, message }) => `${name}${path}: ${message}`));
      return value;
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return undefined;
    }
  };
  const manifest = read(PACKAGE_FILES.manifest, TemplateManifest);
  const structure = read(PACKAGE_FILES.structure, TemplateStructure);
  const messages = read(PACKAGE_FILES.messages, TemplateMessages);
  if (problems.length > 0) throw new TemplateError(problems);
  // Everything fits its schema: what is left is what the parts say of one another.
  const template = { manifest, structure, messages } as Template;
  problems.push(...structureProblems(template.structure), ...messageProblems(template.structure, template.messages));
  if (problems.length > 0) throw new TemplateError(problems);
  return template;
}

function readJson(file: string): unknown {
  const { size } = statSync(file);
  if (size > LARGEST_FILE) throw new Error(`has ${size} bytes; ${LARGEST_FILE} are allowed.`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
