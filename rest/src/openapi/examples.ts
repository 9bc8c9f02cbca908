import { Timestamp } from '@cozy/protocol';
import { type TSchema, TypeGuard } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

const SNOWFLAKE = '175928847299117063';
const TIME = '2026-01-02T03:04:05.678Z';

/** Values for fields by their name, where a value that merely fits the schema would explain nothing. */
const BY_FIELD: Record<string, unknown> = {
  access_token: 'eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.eyJzaWQiOiIxMjM0In0.c2lnbmF0dXJl',
  allow: '1024',
  answers: ['Round the lake', 'Up the hill'],
  at: { 3: 128 },
  auth: 'bm90IGEgc2VjcmV0IQAAAA',
  attachment: { id: SNOWFLAKE, filename: 'lake.jpg', size: 482_133, content_type: 'image/jpeg', status: 'uploading' },
  bio: 'Plants, maps and rainy days',
  choices: ['On foot', 'By bike'],
  code: 'k7Qm2xPz',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  content_type: 'image/jpeg',
  content: 'Good morning! Who is in for a walk?',
  deny: '0',
  description: 'For people who like to walk',
  display_name: 'Ada',
  edited_at: null,
  email: 'ada@example.org',
  emoji: '🦊',
  endpoint: 'https://push.example.org/send/bm90IGEgZGV2aWNl',
  expires_at: null,
  expires_in: 900,
  failure: null,
  filename: 'lake.jpg',
  home: null,
  icon: '🥾',
  image:
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  muted_until: null,
  name: 'walks',
  next: null,
  nick: null,
  nonce: '0b1f6c1e',
  p256dh: 'BHMFiqAzWzoZJIxLe_dkWxcx5wWGDEvLdRJWtG9LCRTqBuJbPPjQoQ2bJlTGrAiLJ-DVSuyxkEzq9mXbkYrO2hA',
  parent_id: null,
  password: 'correct horse battery',
  permissions: '1024',
  query: 'lake',
  question: 'Where do we walk on Sunday?',
  reason: 'Asked to leave',
  redirect_uri: 'https://bot.example/back',
  redirect_uris: ['https://bot.example/back'],
  refresh_token: '175928847299117063.bm90IGEgcmVhbCBmYW1pbHk.bm90IGEgcmVhbCB0dXJuISE',
  reply_to: null,
  size: 482_133,
  slug: 'walking-group',
  structure: {
    roles: [],
    categories: [{ key: 'outdoors', name: 'outdoors' }],
    channels: [{ key: 'walks', name: 'walks', type: 'text', topic: 'Where we go next', category: 'outdoors' }],
  },
  token: 'bot.175928847299117063.bm90IGEgcmVhbCBzZWNyZXQsIGp1c3QgYW4gZXhhbXBsZQ',
  topic: 'Where we go next',
  upload_url: `/api/v1/uploads/${SNOWFLAKE}`,
  urls: [{ id: SNOWFLAKE, query: 'channel=175928847299117064&expires=1767326400&signature=bm90IG9uZQ' }],
  user_agent: 'Mozilla/5.0',
  username: 'ada',
  version: '1.0.0',
};
/** Fields that are better left out of an example: most callers never send them, or they exclude others. */
const LEFT_OUT = new Set([
  ...['template', 'structure', 'overwrites', 'before', 'before_activity', 'after', 'around', 'at', 'cursor', 'role_id'],
  // A time to come could not stand here for long.
  ...['send_at', 'updated_at'],
  // What only some messages have.
  ...['attachments', 'forwarded', 'mention_everyone', 'mention_roles', 'pinned_at', 'poll'],
  ...['sticker_ids', 'sticker_items', 'embeds', 'flags'],
  ...['thread', 'thread_id', 'title'],
  // What only bots send, and what only some interactions have.
  ...['components', 'interaction', 'modal', 'modal_token', 'url', 'values', 'custom_id', 'target_id'],
  ...['name_localizations', 'description_localizations', 'default_member_permissions'],
  // What only some communities have.
  'join',
  // What only conversations have.
  ...['closed', 'kind', 'recipients', 'request'],
]);

/**
 * Makes an example that fits a schema.
 *
 * @param schema of a command's input or output, or of a part of it.
 * @param field that the schema belongs to.
 */
export function exampleOf(schema: TSchema, field = ''): unknown {
  if (TypeGuard.IsLiteral(schema)) return schema.const;
  // A field elsewhere may have the same name, and hold something else.
  if (Object.hasOwn(BY_FIELD, field) && Value.Check(schema, BY_FIELD[field])) return BY_FIELD[field];
  if (TypeGuard.IsObject(schema)) {
    const fields = Object.entries(schema.properties).filter(
      ([name]) => schema.required?.includes(name) || !LEFT_OUT.has(name),
    );
    return Object.fromEntries(fields.map(([name, inner]) => [name, exampleOf(inner, name)]));
  }
  if (TypeGuard.IsArray(schema)) return schema.uniqueItems || field !== 'roles' ? [exampleOf(schema.items)] : [];
  if (TypeGuard.IsTuple(schema)) return (schema.items ?? []).map((item) => exampleOf(item));
  if (/(^|_)id$/.test(field)) return SNOWFLAKE;
  if (TypeGuard.IsUnion(schema)) return exampleOf(schema.anyOf[0]!, field);
  if (TypeGuard.IsInteger(schema) || TypeGuard.IsNumber(schema)) return schema.default ?? schema.minimum ?? 1;
  if (TypeGuard.IsBoolean(schema)) return false;
  if (TypeGuard.IsNull(schema)) return null;
  if (TypeGuard.IsRecord(schema)) return {};
  return schema.pattern === Timestamp.pattern ? TIME : SNOWFLAKE;
}
