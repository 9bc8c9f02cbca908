import { LIMITS } from '@cozy/protocol';

/** What a name becomes of which nothing is left. */
const NAMELESS = 'file';
/** Characters of an ending that stays when a name is cut. */
const ENDING_LENGTH = 16;

/**
 * Makes the name of a file harmless: without folders, without characters that control a terminal, turn the direction of
 * writing (so that `gpj.exe` reads as `exe.jpg`) or show nothing, and without those that no file of Windows may have.
 * Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 *
 * @param name as it was sent.
 * @returns one line of 1 to LIMITS.filenameLength characters that neither begins nor ends with a full stop or a space.
 */
export function harmlessFilename(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1)!;
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  // The blank Braille pattern is the one character that shows nothing and is neither a space nor ignorable.
  if (clean.replace(/\u2800/g, '') === '') return NAMELESS;
  if (/^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i.test(clean)) return harmlessFilename(`_${clean}`);
  return shorten(clean);
}

function shorten(name: string): string {
  if (name.length <= LIMITS.filenameLength) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= ENDING_LENGTH ? name.slice(dot) : '';
  // Half a surrogate pair at the cut would be no text.
  const stem = name.slice(0, LIMITS.filenameLength - ending.length).replace(/[\ud800-\udbff]$/, '');
  return stem + ending;
}
