import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Attachment, ContentType } from '../messages.ts';
import { OptionalText, Timestamp } from '../text.ts';
import { command } from './define.ts';

export const attachment = {
  'attachment.create': command({
    doc: 'Announces a file that you are about to upload by the tus protocol, so that a message can be sent with it at once.',
    access: { of: 'channel', permissions: ['SEND_MESSAGES', 'ATTACH_FILES'] },
    scope: 'write:messages',
    rate: { burst: 50, perSecond: 2 },
    route: ['POST', '/channels/{channel_id}/attachments'],
    input: Type.Object(
      {
        channel_id: Snowflake,
        filename: Type.String({ minLength: 1, maxLength: 1024, description: 'What is harmful in it is replaced' }),
        size: Type.Integer({ minimum: 1, maximum: LIMITS.attachmentBytes, description: 'Bytes of the whole file' }),
        content_type: Type.Optional(ContentType),
        description: Type.Optional(OptionalText(LIMITS.attachmentDescriptionLength)),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      attachment: Attachment,
      upload_url: Type.String({ description: 'Where its bytes go by the tus protocol; relative to the instance' }),
    }),
  }),
  'attachment.urls': command({
    doc: 'Gives what to add to the addresses of files of a channel, so that whoever has an address can load it for an hour or two.',
    access: { of: 'channel', permissions: [] },
    scope: 'read:message-content',
    rate: { burst: 60, perSecond: 10 },
    route: ['POST', '/channels/{channel_id}/attachments/urls'],
    input: Type.Object(
      { channel_id: Snowflake, ids: Type.Array(Snowflake, { minItems: 1, maxItems: LIMITS.attachmentUrls }) },
      { additionalProperties: false },
    ),
    output: Type.Object({
      urls: Type.Array(Type.Object({ id: Snowflake, query: Type.String() })),
      expires_at: Timestamp,
    }),
  }),
};
