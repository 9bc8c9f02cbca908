import type { LogEvent, MessageDocument } from '@cozy/core';
import { type EventData, LIMITS } from '@cozy/protocol';
import type { AnyBulkWriteOperation } from 'mongodb';

/**
 * The write of an edit: what the message said until then becomes its newest earlier version. One that was written already,
 * or that is older than what was written, changes nothing, so that a batch can be repeated.
 *
 * @param event MESSAGE_UPDATE.
 */
export function editOf(event: LogEvent): AnyBulkWriteOperation<MessageDocument> {
  const { id, content, mentions, edited_at } = event.data<EventData<'MESSAGE_UPDATE'>>();
  const before = { content: '$content', at: { $ifNull: ['$edited_at', '$created_at'] } };
  const versions = { $concatArrays: [{ $ifNull: ['$versions', []] }, [before]] };
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
            edited_at: { $literal: edited_at },
            edit_sequence: { $literal: event.sequence },
          },
        },
      ],
    },
  };
}
