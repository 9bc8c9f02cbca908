import type { Instance } from '../../instance/instance.ts';

/** Milliseconds between two announcements of typing; each holds for ten seconds. */
const TYPING_EVERY = 8000;

/** Tells the others in a channel that one is typing, now and then. */
export function createTyping(instance: Instance) {
  let typedAt = 0;
  return {
    /** To be called with every letter. */
    announce: (channelId: string) => {
      if (Date.now() - typedAt < TYPING_EVERY || instance.connectionState() !== 'ready') return;
      typedAt = Date.now();
      instance.commands.typing.start({ channel_id: channelId }).catch((error: unknown) => {
        console.debug('Typing was not announced.', error);
      });
    },
    /** What was typed is sent: the next letter is announced at once. */
    end: () => {
      typedAt = 0;
    },
  };
}
