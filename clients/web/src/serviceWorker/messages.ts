/** What a page says to the service worker of another build that waits: that it shall take over now. */
export const TAKE_OVER = 'take over';
