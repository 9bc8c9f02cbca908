import { API_BASE } from '../api/routes.ts';
import type { OpenApiDocument, Operation, Parameter } from '../openapi/document.ts';
import type { JsonSchema } from '../openapi/schemas.ts';
import { type Html, html, prose } from './html.ts';

/** Where the page's style sheet is; the policy allows no styles within the page. */
export const DOCS_STYLE_PATH = `${API_BASE}/docs.css`;

interface Entry {
  method: string;
  path: string;
  operation: Operation;
}

interface Field {
  name: string;
  place: string;
  required: boolean;
  schema: JsonSchema;
}

/**
 * Writes the API's documentation as one page without script.
 *
 * @param document the OpenAPI document.
 * @returns HTML that loads nothing but its style sheet, from this server.
 */
export function docsPage(document: OpenApiDocument): string {
  const entries = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${document.info.title} API</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${DOCS_STYLE_PATH}">
</head>
<body>
<nav aria-label="Commands">
<p class="title">${document.info.title} API <span class="faint">${document.info.version}</span></p>
${document.tags.map(({ name }) => navigation(name, entriesOf(entries, name)))}
<p><a href="#objects">Objects</a></p>
</nav>
<main>
<h1>${document.info.title} API</h1>
${document.info.description.split('\n\n').map((paragraph) => html`<p>${prose(paragraph)}</p>`)}
<p>All routes begin with <code>${API_BASE}</code>. For programs: <a href="${API_BASE}/openapi.json">openapi.json</a>.</p>
${document.tags.map(({ name }) => html`<h2>${name}</h2>${entriesOf(entries, name).map(command)}`)}
<h2 id="objects">Objects</h2>
${Object.entries(document.components.schemas).map(([name, schema]) => object(name, schema))}
</main>
</body>
</html>
`;
  return page.text;
}

function entriesOf(entries: Entry[], tag: string): Entry[] {
  return entries.filter(({ operation }) => operation.tags.includes(tag));
}

function navigation(tag: string, entries: Entry[]): Html {
  const links = entries.map(
    ({ operation: { operationId } }) => html`<li><a href="#${operationId}">${operationId}</a></li>`,
  );
  return html`<p class="tag">${tag}</p><ul>${links}</ul>`;
}

function command({ method, path, operation }: Entry): Html {
  const body = operation.requestBody?.content['application/json'];
  const success = operation.responses['200']!.content['application/json']!;
  const fields = [...(operation.parameters ?? []).map(parameterField), ...(body ? fieldsOf(body.schema, 'body') : [])];
  const errors = Object.entries(operation.responses).filter(([status]) => status !== '200');
  return html`<section id="${operation.operationId}">
<h3><a href="#${operation.operationId}">${operation.operationId}</a></h3>
<p class="route"><span class="method">${method}</span> <code>${path}</code></p>
<p>${prose(operation.summary)}</p>
<p class="muted">${operation.description}</p>
${fields.length > 0 && fieldTable(fields)}
${body !== undefined && example('Body', body.example)}
${example('Answer', success.example)}
<details><summary>Errors</summary><dl>${errors.map(([status, { description }]) => errorsOf(status, description))}</dl></details>
</section>
`;
}

function parameterField({ name, in: place, required, schema, content }: Parameter): Field {
  return { name, place, required, schema: schema ?? content?.['application/json']?.schema ?? {} };
}

function fieldsOf(schema: JsonSchema, place: string): Field[] {
  const required = (schema.required ?? []) as string[];
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  return properties.map(([name, inner]) => ({ name, place, required: required.includes(name), schema: inner }));
}

function fieldTable(fields: Field[]): Html {
  const rows = fields.map(
    ({ name, place, required, schema }) => html`<tr>
<td><code>${name}</code>${!required && html` <span class="faint">optional</span>`}</td>
<td>${place}</td><td>${typeOf(schema)}</td><td>${String(schema.description ?? '')}</td></tr>`,
  );
  return html`<div class="scroll"><table><thead><tr><th>Field</th><th>In</th><th>Type</th><th>What it is</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function object(name: string, schema: JsonSchema): Html {
  const fields = fieldsOf(schema, '');
  const rows = fields.map(
    ({ name: field, required, schema: inner }) => html`<tr>
<td><code>${field}</code>${!required && html` <span class="faint">optional</span>`}</td>
<td>${typeOf(inner)}</td><td>${String(inner.description ?? '')}</td></tr>`,
  );
  return html`<section id="object-${name}"><h3>${name}</h3>
${schema.description !== undefined && html`<p>${String(schema.description)}</p>`}
${
  fields.length > 0
    ? html`<div class="scroll"><table><thead><tr><th>Field</th><th>Type</th><th>What it is</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
    : html`<p>${typeOf(schema)}</p>`
}</section>
`;
}

/** A schema's type in a few words, with its bounds. */
function typeOf(schema: JsonSchema): Html {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return html`<a href="#object-${name}">${name}</a>`;
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (Array.isArray(schema.anyOf)) {
    return html`${(schema.anyOf as JsonSchema[]).map((option, index) => html`${index > 0 && ' or '}${typeOf(option)}`)}`;
  }
  if (schema.type === 'array') return html`list of ${typeOf((schema.items ?? {}) as JsonSchema)}`;
  return html`${String(schema.type ?? 'any')}${bounds(schema)}`;
}

function bounds({ minimum, maximum, minLength, maxLength, type }: JsonSchema): string {
  const [least, most] = type === 'string' ? [minLength, maxLength] : [minimum, maximum];
  const unit = type === 'string' ? ' characters' : '';
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}${unit}`;
  if (most !== undefined) return `, at most ${most}${unit}`;
  return least === undefined ? '' : `, at least ${least}${unit}`;
}

function example(title: string, value: unknown): Html {
  return html`<details><summary>${title}</summary><pre><code>${JSON.stringify(value, null, 2)}</code></pre></details>
`;
}

function errorsOf(status: string, description: string): Html {
  return html`<dt>${status}</dt>${description.split('\n\n').map((line) => html`<dd>${prose(line)}</dd>`)}`;
}
