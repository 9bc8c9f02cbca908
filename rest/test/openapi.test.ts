import { readFile } from 'node:fs/promises';
import { COMMANDS, type CommandName, CozyError } from '@cozy/protocol';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Value } from '@sinclair/typebox/value';
import { expect } from 'chai';
import { ROUTES } from '../src/api/routes.ts';
import { docsPage } from '../src/docs/page.ts';
import { openApiDocument } from '../src/openapi/document.ts';
import { errorsOf } from '../src/openapi/errors.ts';
import { exampleOf } from '../src/openapi/examples.ts';
import { call, fakeContext, serve, type TestServer } from './harness.ts';

const NAMES = Object.keys(COMMANDS) as CommandName[];

describe('The OpenAPI document', () => {
  const document = openApiDocument();

  it('is valid OpenAPI 3.1 [REST-6]', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)));
    expect(errors ?? [], JSON.stringify(errors, null, 2)).to.be.empty;
    expect(valid).to.equal(true);
    expect(validator.version).to.equal('3.1');
  });

  it('has every command at its route, and nothing else [REST-1] [REST-6]', () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
    );
    expect(described).to.have.members(NAMES.map((name) => `${name} ${COMMANDS[name].route.join(' ')}`));
  });

  it('accounts for every field of every input exactly once', () => {
    for (const route of ROUTES) {
      const operation = document.paths[route.path]![route.method.toLowerCase()]!;
      const body = operation.requestBody?.content['application/json']?.schema.properties ?? {};
      const fields = [...(operation.parameters ?? []).map(({ name }) => name), ...Object.keys(body)];
      expect(fields, route.command).to.have.members(Object.keys(COMMANDS[route.command].input.properties));
    }
  });

  it('refers only to schemas that it has, and leaves no mark of its maker', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!);
    expect(references).not.to.be.empty;
    for (const reference of references) {
      const [, kind, name] = /^#\/components\/(schemas|headers)\/([\w-]+)$/.exec(reference) ?? [];
      expect(document.components[kind as 'schemas'], reference).to.have.property(name!);
    }
    expect(text).not.to.contain('"$id"');
    expect(Object.keys(document.components.schemas)).to.include.members(['Message', 'Community', 'SelfUser', 'Error']);
  });

  it('gives examples that fit their schemas', () => {
    for (const name of NAMES) {
      const { input, output } = COMMANDS[name];
      expect([...Value.Errors(input, exampleOf(input))], `input of ${name}`).to.deep.equal([]);
      expect([...Value.Errors(output, exampleOf(output))], `output of ${name}`).to.deep.equal([]);
    }
  });

  it('says who may call what', () => {
    const security = (name: CommandName) => {
      const [method, path] = COMMANDS[name].route;
      return document.paths[path]![method.toLowerCase()]!.security;
    };
    expect(security('auth.login')).to.deep.equal([]);
    expect(security('bot.create')).to.deep.equal([{ person: [] }]);
    expect(security('message.send')).to.deep.equal([{ person: [] }, { bot: [] }]);
  });

  it('names every error that a command’s own file throws', async () => {
    let found = 0;
    for (const route of ROUTES) {
      const file = new URL(`../../core/src/commands/${route.command}.ts`, import.meta.url);
      const source = await readFile(file, 'utf8');
      const documented = [...errorsOf(route).values()].flat();
      for (const [, code] of source.matchAll(/new CozyError\(\s*'([A-Z_]+)'/g)) {
        found += 1;
        expect(documented, `${route.command} throws ${code}: say so in openapi/errors.ts`).to.include(code);
      }
    }
    expect(found).to.be.greaterThan(10);
  });

  it('has errors that the registry knows, under their own status', () => {
    for (const route of ROUTES) {
      for (const [status, codes] of errorsOf(route)) {
        for (const code of codes) expect(new CozyError(code).toBody().code).to.equal(code);
        expect(status).to.be.within(400, 504);
      }
    }
  });
});

describe('The documentation page', () => {
  let server: TestServer;
  before(async () => {
    server = await serve(fakeContext());
  });
  after(() => server?.stop());

  it('shows every command and loads nothing from elsewhere', async () => {
    const response = await fetch(`${server.url}/api/v1/docs`);
    const text = await response.text();
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    for (const name of NAMES) expect(text).to.contain(`id="${name}"`);
    const addresses = [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address!);
    expect(addresses).to.include('/api/v1/docs.css');
    for (const address of addresses) expect(address).to.match(/^(#|\/(?!\/))/);
    for (const [, id] of text.matchAll(/href="#([^"]+)"/g)) expect(text).to.contain(`id="${id}"`);
  });

  it('has no script, no style of its own, and a policy that forbids both', async () => {
    const response = await fetch(`${server.url}/api/v1/docs`);
    expect(await response.text()).not.to.match(/<script|<style|\sstyle=|\son\w+=/i);
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).to.contain("default-src 'none'").and.contain("style-src 'self'").and.not.contain('unsafe');
    expect(policy).not.to.contain('script-src');
    const style = await fetch(`${server.url}/api/v1/docs.css`);
    expect(style.headers.get('content-type')).to.equal('text/css; charset=utf-8');
  });

  it('escapes what it is given', () => {
    const evil = openApiDocument();
    evil.info.title = '<script>alert(1)</script>';
    const operation = evil.paths['/users/@me']!.get!;
    operation.summary = '"><img src=x onerror=alert(1)> `<b>`';
    const text = docsPage(evil);
    expect(text).not.to.contain('<script').and.not.contain('<img').and.not.contain('<b>');
    expect(text).to.contain('&lt;script&gt;').and.contain('<code>&lt;b&gt;</code>');
  });

  it('is served as the document that the page was made from [REST-6]', async () => {
    const served = await call<object>(server, 'GET', '/api/v1/openapi.json');
    expect(served.body).to.deep.equal(JSON.parse(JSON.stringify(openApiDocument())));
    expect(served.headers.get('access-control-allow-origin')).to.equal('*');
  });
});
