/**
 * Loads the beginning of a text file, and no more of it, whatever the server sends.
 *
 * @param url of the file.
 * @param bytes at most.
 * @returns the text, with what is no UTF-8 replaced; a character that is cut at the end is left out.
 * @throws Error when the server does not answer with the file.
 */
export async function readBeginning(url: string, bytes: number): Promise<string> {
  const response = await fetch(url, { headers: { range: `bytes=0-${bytes - 1}` } });
  if (!response.ok || !response.body) throw new Error(`The server has answered with ${response.status}.`);
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  let left = bytes;
  while (left > 0) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.byteLength;
  }
  await reader.cancel();
  return text;
}
