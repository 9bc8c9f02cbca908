/** What a page says to the service worker of another build that waits: that it shall take over now. */
export const TAKE_OVER = 'take over';

/** What the service worker says to a page: that it shall show what the person has clicked on. */
export const OPEN = 'open';
export interface OpenMessage {
  kind: typeof OPEN;
  /** On this client. */
  path: string;
}
