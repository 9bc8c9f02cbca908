import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { OFFICIAL, officialTemplates, readTemplate, TemplateError } from '../src/index.ts';
import { packTemplate } from '../src/pack.ts';

describe('templates', () => {
  let scratch: string;
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'cozy-templates-'));
    cpSync(join(OFFICIAL, 'guild'), join(scratch, 'guild'), { recursive: true });
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  /** What is said of a package in which one file was changed. */
  const problems = (file: string, change: (value: never) => unknown): readonly string[] => {
    const path = join(scratch, 'guild', file);
    const value = JSON.parse(readFileSync(path, 'utf8')) as never;
    writeFileSync(path, JSON.stringify(change(value) ?? value));
    try {
      readTemplate(join(scratch, 'guild'));
      return [];
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return error.problems;
    }
  };
  interface Structure {
    roles: Record<string, unknown>[];
    channels: Record<string, unknown>[];
  }

  it('are at least three official ones, each with something to read in it', () => {
    expect(officialTemplates()).to.have.length.of.at.least(3);
    for (const { manifest, structure, messages } of officialTemplates()) {
      expect(messages, manifest.slug).to.have.length.of.at.least(3);
      const rules = structure.channels.filter(({ type }) => type === 'rules');
      for (const { key } of rules) expect(messages.map(({ channel }) => channel)).to.include(key);
    }
    expect(officialTemplates().map(({ manifest }) => manifest.slug)).to.include.members(['friends', 'team', 'guild']);
  });

  it('are refused with a sentence for each thing that is wrong', () => {
    expect(
      problems('structure.json', ({ channels }: Structure) => {
        channels[0]!.category = 'cellar';
      }),
    ).to.deep.equal(['rules: there is no category cellar.']);
    expect(
      problems('structure.json', ({ roles }: Structure) => {
        roles[0]!.permissions = ['ADMINISTRATOR'];
      }),
    ).to.include('The role officer must not be an administrator.');
  });

  it('are refused when a file does not fit its schema, is missing, no JSON or too large', () => {
    expect(problems('manifest.json', () => ({ format: 2 }))[0]).to.match(/^manifest\.json\//);
    expect(problems('messages.json', () => [{ channel: 'nowhere', content: 'x' }])[0]).to.match(/^manifest\.json\//);
    rmSync(join(scratch, 'guild'), { recursive: true });
    cpSync(join(OFFICIAL, 'guild'), join(scratch, 'guild'), { recursive: true });
    expect(problems('messages.json', () => [{ channel: 'nowhere', content: 'x' }])[0]).to.match(/nowhere/);
    writeFileSync(join(scratch, 'guild', 'messages.json'), '[');
    expect(() => readTemplate(join(scratch, 'guild'))).to.throw(TemplateError, /^messages\.json: /);
    writeFileSync(join(scratch, 'guild', 'messages.json'), ' '.repeat(300_000));
    expect(() => readTemplate(join(scratch, 'guild'))).to.throw(TemplateError, /300000 bytes/);
    rmSync(join(scratch, 'guild', 'messages.json'));
    expect(() => readTemplate(join(scratch, 'guild'))).to.throw(TemplateError, /^messages\.json: /);
  });

  it('are packed into equal bytes each time', () => {
    const [one, two] = ['one.zip', 'two.zip'].map((name) =>
      readFileSync(packTemplate(join(scratch, 'guild'), join(scratch, name))),
    );
    expect(one!.equals(two!)).to.equal(true);
    const files = unzipSync(one!);
    expect(Object.keys(files)).to.have.members(['manifest.json', 'structure.json', 'messages.json']);
    expect(JSON.parse(strFromU8(files['manifest.json']!))).to.include({ slug: 'guild' });
  });
});
