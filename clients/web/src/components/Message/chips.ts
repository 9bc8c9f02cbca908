import { expressionPath } from '@cozy/protocol';
import { channelPath, messagePath } from '../../app/paths.ts';

/** Where a channel is, and its name; undefined when the account does not see it. */
export type FindChannel = (channelId: string) => { communityId: string; name: string } | undefined;

const MESSAGE_PATH = /^\/c\/(\d{17,20})\/(\d{17,20})\/(\d{17,20})$/;

/**
 * Makes what a message names work by mouse and keyboard: members are buttons, channels are links, and the address of a
 * message of this instance becomes a chip with the channel's name, which leads there without loading the page anew.
 * Emoji of communities become pictures.
 *
 * @param content with what `renderMarkdown` wrote.
 */
export function furnishChips(content: HTMLElement, findChannel: FindChannel): void {
  for (const emoji of content.querySelectorAll<HTMLElement>('[data-emoji]')) showEmoji(emoji);
  for (const mention of content.querySelectorAll<HTMLElement>('.mention[data-user]')) {
    mention.tabIndex = 0;
    mention.role = 'button';
  }
  for (const mention of content.querySelectorAll<HTMLAnchorElement>('a.mention[data-channel]')) {
    const id = mention.dataset.channel ?? '';
    const channel = findChannel(id);
    if (channel) mention.href = channelPath(channel.communityId, id);
  }
  for (const link of content.querySelectorAll<HTMLAnchorElement>('a[target]')) {
    const [, communityId, channelId, messageId] =
      (link.origin === location.origin && MESSAGE_PATH.exec(link.pathname)) || [];
    const channel = channelId && findChannel(channelId);
    // A link with words of its own keeps them.
    if (!channel || !communityId || !messageId) continue;
    if (link.textContent === link.href) link.textContent = `#${channel.name} › message`;
    link.className = 'mention';
    link.removeAttribute('target');
    link.href = messagePath(communityId, channelId, messageId);
  }
}

/** Shows the picture of an emoji in place of its name; one that was deleted keeps the name. */
function showEmoji(place: HTMLElement): void {
  const { emoji = '' } = place.dataset;
  if (!/^\d{17,20}$/.test(emoji)) return;
  const name = place.textContent ?? '';
  const image = document.createElement('img');
  image.className = 'emoji-image';
  image.alt = name;
  image.title = name;
  image.onerror = () => image.replaceWith(name);
  image.src = expressionPath('emoji', emoji);
  place.replaceChildren(image);
}
