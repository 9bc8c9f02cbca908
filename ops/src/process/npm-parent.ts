import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 500;

/**
 * Calls `onGone` once when the npm that started this process is gone, as after SIGKILL, of which nobody tells us.
 * Does nothing for a process that npm did not start, or where there is no /proc to see it by.
 */
export function watchNpm(onGone: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  // npm runs a script through a shell: it is the parent of our parent, if that shell has not given its place to us.
  const shell = process.ppid;
  const npm = parentOf(shell);
  if (npm === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    onGone();
  }, LOOK_EVERY_MS);
  timer.unref();
}

function parentOf(pid: number): number | undefined {
  try {
    const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return parent === undefined ? undefined : Number(parent);
  } catch {
    // Gone, or a system without /proc.
    return undefined;
  }
}
