import type { CommunityState, Context } from '@cozy/core';
import type { EventData, PushNotice } from '@cozy/protocol';

/** Characters of a title and a text: in the longest script both fit well into what push services take, 4,096 bytes. */
const TITLE = 120;
const TEXT = 240;
const MENTION = /<(@|@&|#)([1-9][0-9]{16,19})>/g;

/**
 * What a device shows of a message: who has sent it, where, the beginning of its text with names for what it mentions,
 * and where a click leads.
 */
export async function noticeOf(
  { users }: Pick<Context, 'users'>,
  community: CommunityState,
  message: EventData<'MESSAGE_CREATE'>,
): Promise<PushNotice> {
  const { author, id, channel_id, community_id } = message;
  const channel = community.channels.get(channel_id);
  const place = !community.kind && channel ? ` (#${channel.name}, ${community.name})` : '';
  const people = await users.publicOf(message.mentions);
  const text = plainText(message).replace(MENTION, (_, kind: string, named: string) => {
    if (kind === '#') return `#${community.channels.get(named)?.name ?? 'channel'}`;
    if (kind === '@&') return `@${community.roles.get(named)?.name ?? 'role'}`;
    return `@${people.get(named)?.display_name ?? 'someone'}`;
  });
  return {
    title: cut(author.display_name + place, TITLE),
    body: cut(text, TEXT),
    path: `/c/${community_id}/${channel_id}/${id}`,
    tag: id,
  };
}

function plainText({ content, title, poll, attachments, forwarded }: EventData<'MESSAGE_CREATE'>): string {
  const said = [title, content].filter(Boolean).join(': ') || (forwarded?.content ?? '');
  if (said) return said.replace(/\s+/g, ' ').trim();
  if (poll) return poll.question;
  return attachments ? attachments.map(({ filename }) => filename).join(', ') : '';
}

/** Whole characters only: half a surrogate pair is none. */
function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
