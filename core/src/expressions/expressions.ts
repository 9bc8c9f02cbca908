import { type CommunityExpressions, CozyError, type CustomEmoji, type ExpressionKind, LIMITS } from '@cozy/protocol';
import type { Context } from '../context.ts';
import { changeCommunity } from '../database/changeCommunity.ts';
import type { CommunityDocument } from '../database/documents.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { smallPicture } from '../pictures/smallPicture.ts';
import type { CommunityState } from '../state/communityState.ts';
import { putBytes } from '../storage/putBytes.ts';

/** What tells emoji from stickers. */
const KINDS = {
  emoji: {
    field: 'emojis',
    event: 'COMMUNITY_EMOJIS_UPDATE',
    unknown: 'UNKNOWN_EMOJI',
    most: LIMITS.emojisPerCommunity,
    picture: { side: 128, movingBytes: 256 * 1024 },
  },
  sticker: {
    field: 'stickers',
    event: 'COMMUNITY_STICKERS_UPDATE',
    unknown: 'UNKNOWN_STICKER',
    most: LIMITS.stickersPerCommunity,
    picture: { side: 320, movingBytes: 512 * 1024 },
  },
} as const;

/** Emoji and stickers look the same. */
type Expression = CustomEmoji;

/** Under which key the picture of an emoji or sticker is kept. */
export function expressionKey(kind: ExpressionKind, id: string): string {
  return `${id}/${kind}`;
}

/**
 * Gives a community an emoji or sticker.
 *
 * @param input its name, and a `data:` address that fits PictureData.
 * @throws CozyError UNUSABLE_PICTURE, INVALID_INPUT for a name that is taken, LIMIT_REACHED, STORAGE_UNAVAILABLE.
 */
export async function createExpression(
  context: Context,
  kind: ExpressionKind,
  community: CommunityState,
  { name, image }: { name: string; image: string },
): Promise<Expression> {
  const { field, picture } = KINDS[kind];
  // What cannot be is refused before the costly part; what counts is the document, below.
  assertRoom(kind, community[field], name);
  const bytes = Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');
  const made = await smallPicture(bytes, picture);
  const id = context.nextId();
  await putBytes(context.storage, expressionKey(kind, id), made.bytes, 'image/webp');
  const expression: Expression = { id, name, ...(made.animated && { animated: true }) };
  try {
    await changeCommunity(context, community.id, (document) => {
      const before = document[field] ?? [];
      assertRoom(kind, before, name);
      return changed(document, kind, [...before, expression]);
    });
  } catch (error) {
    await context.storage.removeAll(id);
    throw error;
  }
  return expression;
}

/**
 * Renames an emoji or sticker.
 *
 * @throws CozyError UNKNOWN_EMOJI, UNKNOWN_STICKER; INVALID_INPUT for a name that is taken.
 */
export async function renameExpression(
  context: Context,
  kind: ExpressionKind,
  communityId: string,
  id: string,
  name: string,
): Promise<Expression> {
  const { field, unknown } = KINDS[kind];
  return changeCommunity(context, communityId, (document) => {
    const before = document[field] ?? [];
    const known = before.find((one) => one.id === id);
    if (!known) throw new CozyError(unknown);
    const others = before.filter((one) => one !== known);
    assertFree(others, name);
    const renamed = { ...known, name };
    const list = before.map((one) => (one === known ? renamed : one));
    return { ...changed(document, kind, list), result: renamed };
  });
}

/**
 * Deletes an emoji or sticker with its picture.
 *
 * @throws CozyError UNKNOWN_EMOJI, UNKNOWN_STICKER.
 */
export async function deleteExpression(
  context: Context,
  kind: ExpressionKind,
  communityId: string,
  id: string,
): Promise<void> {
  const { field, unknown } = KINDS[kind];
  await changeCommunity(context, communityId, (document) => {
    const before = document[field] ?? [];
    const list = before.filter((one) => one.id !== id);
    if (list.length === before.length) throw new CozyError(unknown);
    return changed(document, kind, list);
  });
  await context.storage.removeAll(id);
}

function assertRoom(kind: ExpressionKind, list: readonly Expression[], name: string): void {
  const { most } = KINDS[kind];
  if (list.length >= most) {
    const what = kind === 'emoji' ? 'emoji' : 'stickers';
    throw new CozyError('LIMIT_REACHED', { message: `A community can have ${most} ${what}. Delete one first.` });
  }
  assertFree(list, name);
}

// They are found by their names, in whatever case these are typed.
function assertFree(list: readonly Expression[], name: string): void {
  if (!list.some((one) => one.name.toLowerCase() === name.toLowerCase())) return;
  throw new CozyError('INVALID_INPUT', {
    message: 'This name is taken. Choose another.',
    errors: { '/name': 'This name is taken.' },
  });
}

function changed({ _id }: CommunityDocument, kind: ExpressionKind, list: Expression[]) {
  const { field, event: name } = KINDS[kind];
  const data = { community_id: _id, [field]: list } as Pick<CommunityExpressions, 'community_id'>;
  const event = { owner: { kind: 'c', id: _id }, name, data } as NewEvent;
  return { update: { $set: { [field]: list } }, events: [event], result: undefined };
}
