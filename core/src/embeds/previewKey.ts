/** Under which key the picture of a link preview is kept. */
export function previewKey(id: string): string {
  return `${id}/link`;
}
