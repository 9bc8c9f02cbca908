import { isDeepStrictEqual } from 'node:util';
import type { Context, MessageDocument } from '@cozy/core';
import { CozyError, type Embed, hasPermission, linksIn, MESSAGE_FLAGS } from '@cozy/protocol';
import { JobWorker } from '../jobWorker.ts';
import { linkPreview } from './linkPreview.ts';
import { PublicFetch } from './publicFetch.ts';

/** Makes the worker that takes messages with links from the queue, and looks these up. */
export function linkWorker(context: Context): JobWorker {
  const { settings, logger, linkJobs } = context;
  const hosts = settings.previewPrivateHosts?.split(',') ?? [];
  const fetch = new PublicFetch(hosts, `Mozilla/5.0 (compatible; CozyBot/1.0; +${settings.publicUrl})`);
  return new JobWorker(context, linkJobs, {
    atOnce: 4,
    waits: [1_000, 5_000, 30_000, 120_000],
    complaint: 'The links of a message could not be looked up; trying again',
    name: (message) => ({ message }),
    run: (id, signal) => showPreviews(context, fetch, id, signal),
    giveUp: async (id) => logger.error({ message: id }, 'The links of a message could not be looked up'),
  });
}

async function showPreviews(context: Context, fetch: PublicFetch, id: string, signal: AbortSignal): Promise<void> {
  const message = await context.database.messages.findOne({ id, deleted: false });
  if (!message || isSuppressed(message) || !(await mayEmbed(context, message))) return;
  const own = new URL(context.settings.publicUrl).origin;
  const links = linksIn(message.content).filter((link) => new URL(link).origin !== own);
  const found = await Promise.all(links.map((link) => linkPreview(context, fetch, link, signal)));
  const embeds = found.filter((embed): embed is Embed => embed !== null);
  signal.throwIfAborted();
  const { channel_id, community_id, edited_at, embeds: before = [], embed_sequence = 0 } = message;
  if (isDeepStrictEqual(embeds, before)) return;
  await context.log.append(
    {
      owner: { kind: 'c', id: community_id },
      channelId: channel_id,
      name: 'MESSAGE_EMBEDS_UPDATE',
      data: { id, channel_id, community_id, edited_at, embeds },
    },
    // The same job again is the same event; one from another state is another.
    `embeds:${id}:${edited_at ?? ''}:${embed_sequence}`,
  );
}

const isSuppressed = ({ flags = 0 }: MessageDocument) => (flags & MESSAGE_FLAGS.SUPPRESS_EMBEDS) !== 0;

/** Whether its author may have links shown so in this channel. */
async function mayEmbed({ replica }: Context, { channel_id, author }: MessageDocument): Promise<boolean> {
  try {
    const { community, channel } = await replica.channel(channel_id);
    const membership = await replica.membership(community, author.id);
    return membership !== null && hasPermission(community.permissions(membership, channel), 'EMBED_LINKS');
  } catch (error) {
    if (error instanceof CozyError && !error.retryable) return false;
    throw error;
  }
}
