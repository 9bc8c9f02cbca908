/** The path of a community's channel, or of the community itself. */
export const channelPath = (communityId: string, channelId?: string) =>
  channelId ? `/c/${communityId}/${channelId}` : `/c/${communityId}`;

/** The path that leads to a message. */
export const messagePath = (communityId: string, channelId: string, messageId: string) =>
  `/c/${communityId}/${channelId}/${messageId}`;

/** The path that opens the thread of a message, or a post with its comments. */
export const threadPath = (communityId: string, channelId: string, threadId: string) =>
  `${channelPath(communityId, channelId)}?thread=${threadId}`;

/** The path of a section of a community's settings. */
export const communitySettingsPath = (communityId: string, section = '') =>
  `/c/${communityId}/settings${section && `/${section}`}`;

/** The path of direct messages, or of a tab of their friends. */
export const directPath = (tab = '') => `/direct${tab && `/${tab}`}`;

/** The path of what a public community asks of those who join. */
export const joinPath = (communityId: string) => `/join/${communityId}`;

/** The path of a section of the person's settings. */
export const settingsPath = (section = '') => `/settings${section && `/${section}`}`;

/** The path of the page on which one decides what a bot may do in a community. */
export const consentPath = (botId: string, communityId = '') =>
  `/oauth2/authorize?client_id=${botId}${communityId && `&community_id=${communityId}`}`;

/** The path of the log-in page that leads back to where the person wanted to go. */
export const loginPath = (next: string) => (next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`);

/** Where to go after logging in: only paths of this app, so that a link cannot lead elsewhere. */
export function nextPath(next: string | string[] | undefined): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/';
}
