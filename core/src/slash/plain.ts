/** Characters that Markdown reads as marks. */
const MARKS = /[\\`*_{}[\]()#+.!|~<>-]/g;

/** Text that Markdown shows as it is. */
export function plain(text: string): string {
  return text.replace(MARKS, '\\$&');
}
