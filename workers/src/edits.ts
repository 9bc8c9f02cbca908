import type { LogEvent, MessageDocument } from '@cozy/core';
import { type EventData, LIMITS, linksIn, MESSAGE_FLAGS } from '@cozy/protocol';
import type { AnyBulkWriteOperation, UpdateFilter } from 'mongodb';

/**
 * The write of an edit: what the message said until then becomes its newest earlier version. One that was written already,
 * or that is older than what was written, changes nothing, so that a batch can be repeated.
 *
 * @param event MESSAGE_UPDATE.
 */
export function editOf(event: LogEvent): AnyBulkWriteOperation<MessageDocument> {
  const { id, content, mentions, components, edited_at } = event.data<EventData<'MESSAGE_UPDATE'>>();
  const before = { content: '$content', at: { $ifNull: ['$edited_at', '$created_at'] } };
  const earlier = { $ifNull: ['$versions', []] };
  // The promise of an answer says nothing.
  const versions = { $cond: [{ $eq: ['$content', ''] }, earlier, { $concatArrays: [earlier, [before]] }] };
  return {
    updateMany: {
      filter: {
        id,
        deleted: false,
        $or: [{ edit_sequence: { $exists: false } }, { edit_sequence: { $lt: event.sequence } }],
      },
      update: [
        {
          $set: {
            versions: { $slice: [versions, -LIMITS.versionsPerMessage] },
            content: { $literal: content },
            mentions: { $literal: mentions },
            ...(components && { components: { $literal: components } }),
            edited_at: { $literal: edited_at },
            edit_sequence: { $literal: event.sequence },
          },
        },
      ],
    },
  };
}

/** What an edit leaves of the previews: those of links that are still there. To be written after the edit. */
export function trimOf(event: LogEvent): AnyBulkWriteOperation<MessageDocument> {
  const { id, content } = event.data<EventData<'MESSAGE_UPDATE'>>();
  return {
    updateMany: {
      filter: { id, edit_sequence: event.sequence, 'embeds.0': { $exists: true } },
      update: { $pull: { embeds: { url: { $nin: linksIn(content) } } } },
    },
  };
}

/**
 * The write of MESSAGE_EMBEDS_UPDATE. What was looked up is for one version of the message, and not for one whose previews
 * are hidden. One that is older than what was written changes nothing, so that a batch can be repeated.
 */
export function embedsOf(event: LogEvent): AnyBulkWriteOperation<MessageDocument> {
  const { id, embeds, edited_at, flags } = event.data<EventData<'MESSAGE_EMBEDS_UPDATE'>>();
  const embed_sequence = event.sequence;
  const fresh = { $or: [{ embed_sequence: { $exists: false } }, { embed_sequence: { $lt: embed_sequence } }] };
  if (flags === undefined) {
    const filter = { id, deleted: false, edited_at: edited_at ?? null, flags: { $exists: false }, ...fresh };
    return { updateMany: { filter, update: { $set: { embeds, embed_sequence } } } };
  }
  const filter = { id, deleted: false, ...fresh };
  const hidden = (flags & MESSAGE_FLAGS.SUPPRESS_EMBEDS) !== 0;
  const update: UpdateFilter<MessageDocument> = hidden
    ? { $set: { flags, embed_sequence }, $unset: { embeds: true } }
    : { $set: { embed_sequence }, $unset: { embeds: true, flags: true } };
  return { updateMany: { filter, update } };
}
