/**
 * Waits for a promise, but not for ever.
 * @param withinMs how long, in ms.
 * @param what what is waited for, as the end of "Not within 5 s: …"; a function is asked when the time is over.
 * @throws {Error} that sentence.
 */
export async function within<T>(promise: Promise<T>, withinMs: number, what: string | (() => string)): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Not within ${withinMs / 1000} s: ${typeof what === 'string' ? what : what()}`)),
      withinMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
