import { signLink } from '../attachments/links.ts';
import type { Handler } from './command.ts';

// Nothing is looked up: an address names the channel, which the caller sees, and gives a file of this channel only.
export const signAttachments: Handler<'attachment.urls'> = async ({ keys }, { ids }, { channel }) => {
  const now = Date.now();
  const links = ids.map((id) => ({ id, ...signLink(keys.linkSecret, id, channel.id, now) }));
  return {
    urls: links.map(({ id, query }) => ({ id, query })),
    expires_at: new Date(links[0]!.expiresAt).toISOString(),
  };
};
