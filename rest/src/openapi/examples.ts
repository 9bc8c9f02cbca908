import { type TSchema, TypeGuard } from '@sinclair/typebox';

/** Values for fields by their name, where a value that merely fits the schema would explain nothing. */
const BY_FIELD: Record<string, unknown> = {
  access_token: 'eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.eyJzaWQiOiIxMjM0In0.c2lnbmF0dXJl',
  allow: '1024',
  at: { 3: 128 },
  bio: 'Plants, maps and rainy days',
  code: 'k7Qm2xPz',
  content: 'Good morning! Who is in for a walk?',
  created_at: '2026-01-02T03:04:05.678Z',
  deny: '0',
  description: 'For people who like to walk',
  display_name: 'Ada',
  edited_at: null,
  email: 'ada@example.org',
  emoji: '🦊',
  expires_at: null,
  expires_in: 900,
  home: null,
  joined_at: '2026-01-02T03:04:05.678Z',
  last_used_at: '2026-01-02T03:04:05.678Z',
  name: 'walks',
  nick: null,
  nonce: '0b1f6c1e',
  parent_id: null,
  password: 'correct horse battery',
  permissions: '1024',
  reason: 'Asked to leave',
  refresh_token: '175928847299117063.bm90IGEgcmVhbCBmYW1pbHk.bm90IGEgcmVhbCB0dXJuISE',
  reply_to: null,
  token: 'bot.175928847299117063.bm90IGEgcmVhbCBzZWNyZXQsIGp1c3QgYW4gZXhhbXBsZQ',
  topic: 'Where we go next',
  user_agent: 'Mozilla/5.0',
  username: 'ada',
};
/** Fields that are better left out of an example: most callers never send them. */
const LEFT_OUT = new Set(['template', 'before', 'after', 'around', 'at', 'overwrites']);
const SNOWFLAKE = '175928847299117063';

/**
 * Makes an example that fits a schema.
 *
 * @param schema of a command's input or output, or of a part of it.
 * @param field that the schema belongs to.
 */
export function exampleOf(schema: TSchema, field = ''): unknown {
  if (TypeGuard.IsLiteral(schema)) return schema.const;
  if (TypeGuard.IsObject(schema)) {
    const fields = Object.entries(schema.properties).filter(
      ([name]) => schema.required?.includes(name) || !LEFT_OUT.has(name),
    );
    return Object.fromEntries(fields.map(([name, inner]) => [name, exampleOf(inner, name)]));
  }
  if (TypeGuard.IsArray(schema)) return schema.uniqueItems || field !== 'roles' ? [exampleOf(schema.items)] : [];
  if (/(^|_)id$/.test(field)) return field === 'parent_id' ? null : SNOWFLAKE;
  if (Object.hasOwn(BY_FIELD, field) && fits(schema, BY_FIELD[field])) return BY_FIELD[field];
  if (TypeGuard.IsUnion(schema)) return exampleOf(schema.anyOf[0]!, field);
  if (TypeGuard.IsInteger(schema) || TypeGuard.IsNumber(schema)) return schema.default ?? schema.minimum ?? 1;
  if (TypeGuard.IsBoolean(schema)) return false;
  if (TypeGuard.IsNull(schema)) return null;
  if (TypeGuard.IsRecord(schema)) return {};
  return SNOWFLAKE;
}

/** Whether a field of this name has the type that the value above was written for. */
function fits(schema: TSchema, value: unknown): boolean {
  if (TypeGuard.IsUnion(schema)) return schema.anyOf.some((option) => fits(option, value));
  if (value === null) return TypeGuard.IsNull(schema);
  return schema.type === typeof value || (schema.type === 'integer' && typeof value === 'number');
}
