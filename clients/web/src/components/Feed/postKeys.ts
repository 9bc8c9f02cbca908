/**
 * Lets arrows lead from post to post, as in a list of messages.
 *
 * @param onEscape what Escape on a post does.
 */
export function onArrow(event: KeyboardEvent & { currentTarget: HTMLElement }, onEscape: () => void): void {
  const post = event.target as HTMLElement;
  if (!post.matches('.post')) return;
  if (event.key === 'Escape') onEscape();
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.post')];
  const next = all[all.indexOf(post) + (event.key === 'ArrowUp' ? -1 : 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
