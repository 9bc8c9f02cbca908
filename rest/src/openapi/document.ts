import { COMMANDS, ERRORS, ErrorBody, type ErrorCode } from '@cozy/protocol';
import { type TObject, type TSchema, Type, TypeGuard } from '@sinclair/typebox';
import { RATE_FIELDS } from '../api/rateFields.ts';
import { API_BASE, ROUTES, type Route } from '../api/routes.ts';
import { VERSION } from '../wellKnown.ts';
import { errorsOf } from './errors.ts';
import { exampleOf } from './examples.ts';
import { Components, type JsonSchema } from './schemas.ts';

/** A field of a request's path or query. */
export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  description?: string;
  schema?: JsonSchema;
  content?: Record<string, { schema: JsonSchema }>;
  example?: unknown;
}

interface Media {
  schema: JsonSchema;
  example?: unknown;
}

/** One command in the document. */
export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, Media> };
  responses: Record<string, { description: string; headers?: object; content: Record<string, Media> }>;
}

/** The OpenAPI document. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  servers: { url: string; description: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    headers: Record<string, { description: string; schema: JsonSchema }>;
    securitySchemes: Record<string, JsonSchema>;
  };
}

const DESCRIPTION = `The commands of Cozy over HTTP. The gateway answers the same ones, with less delay and with events.

A person sends \`Authorization: Bearer\` with an access token from \`auth.login\`, a bot sends \`Authorization: Bot\` with its token.
A command that succeeds is answered with 200. An error is \`{code, message}\`; the code is stable, the message is for people.
With \`Retry-After\` the same request may succeed later. Ids are decimal strings.

Answers tell how many calls of a command are left: \`X-RateLimit-Limit\`, \`X-RateLimit-Remaining\` and
\`X-RateLimit-Reset-After\`. Who waits for the last when none remains is not refused.`;

const JSON_TYPE = 'application/json';
const RATE_HEADERS = Object.fromEntries(
  Object.keys(RATE_FIELDS).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
);
const RETRY_AFTER = { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } } };

/**
 * Writes the OpenAPI 3.1 document of all commands.
 *
 * @returns plain data, the same on every call.
 */
export function openApiDocument(): OpenApiDocument {
  const components = new Components();
  const paths: OpenApiDocument['paths'] = {};
  for (const route of ROUTES) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cozy',
      version: VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: API_BASE, description: 'This instance' }],
    tags: [...new Set(ROUTES.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components.all(),
      headers: Object.fromEntries(
        Object.entries(RATE_FIELDS).map(([name, { description, schema }]) => [name, { description, schema }]),
      ),
      securitySchemes: {
        person: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of a person' },
        bot: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'The token of a bot, after the word `Bot` and a space',
        },
      },
    },
  };
}

function tagOf({ command }: Route): string {
  return command.slice(0, command.indexOf('.'));
}

function operation(route: Route, components: Components): Operation {
  const { doc, access, rate, input, output, ...definition } = COMMANDS[route.command];
  const people = 'peopleOnly' in definition;
  const fields = Object.entries(input.properties as Record<string, TSchema>);
  const inPath = new Set(route.pathFields);
  const rest = fields.filter(([name]) => !inPath.has(name));
  const parameters = [
    ...route.pathFields.map((name) => parameter('path', name, input, components)),
    ...(route.rest === 'query' ? rest.map(([name]) => parameter('query', name, input, components)) : []),
  ];
  const needs =
    'permissions' in access && access.permissions.length > 0 ? ` Needs ${access.permissions.join(', ')}.` : '';
  return {
    operationId: route.command,
    tags: [tagOf(route)],
    summary: doc,
    description: `${WHO[access.of]}${people ? ' People only.' : ''}${needs} ${rate.burst} calls at once, then ${rate.perSecond} each second.`,
    security: access.of === 'anyone' ? [] : people ? [{ person: [] }] : [{ person: [] }, { bot: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(route.rest === 'body' && rest.length > 0 && { requestBody: requestBody(input, rest, components) }),
    responses: {
      200: {
        description: 'Done',
        headers: RATE_HEADERS,
        content: { [JSON_TYPE]: { schema: components.schema(output), example: exampleOf(output) } },
      },
      ...Object.fromEntries(
        [...errorsOf(route)].map(([status, codes]) => [status, errorAnswer(status, codes, components)]),
      ),
    },
  };
}

const WHO = {
  anyone: 'Anyone may call it.',
  account: 'With any valid token.',
  community: 'For members of the community.',
  channel: 'For members who may view the channel.',
} as const;

function parameter(place: 'path' | 'query', name: string, input: TObject, components: Components): Parameter {
  const schema = input.properties[name]!;
  const required = place === 'path' || (input.required?.includes(name) ?? false);
  const written = components.schema(schema);
  const common = { name, in: place, required, ...(schema.description && { description: schema.description }) };
  // Objects are JSON in the query, which OpenAPI says by a content type.
  if (TypeGuard.IsObject(schema) || TypeGuard.IsRecord(schema) || TypeGuard.IsArray(schema)) {
    return { ...common, content: { [JSON_TYPE]: { schema: written } } };
  }
  return { ...common, schema: written, ...(required && { example: exampleOf(schema, name) }) };
}

function requestBody(input: TObject, rest: [string, TSchema][], components: Components): Operation['requestBody'] {
  const body = Type.Object(Object.fromEntries(rest), { additionalProperties: false });
  const required = rest.some(([name]) => input.required?.includes(name));
  return { required, content: { [JSON_TYPE]: { schema: components.schema(body), example: exampleOf(body) } } };
}

function errorAnswer(status: number, codes: ErrorCode[], components: Components) {
  const waits = codes.some((code) => 'retry' in ERRORS[code] && ERRORS[code].status !== 409);
  const first = codes[0]!;
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join('\n\n'),
    headers: { ...(status === ERRORS.RATE_LIMITED.status && RATE_HEADERS), ...(waits && RETRY_AFTER) },
    content: {
      [JSON_TYPE]: {
        schema: components.schema(ErrorBody),
        example: { code: first, message: ERRORS[first].message },
      },
    },
  };
}
