import type { Attachment } from '@cozy/protocol';

/** How a file is shown. */
export type AttachmentKind = 'picture' | 'video' | 'audio' | 'text' | 'file';

type Typed = Pick<Attachment, 'content_type' | 'filename'>;

/** Name endings of text to the language in which it is coloured; null for plain text. */
const LANGUAGES: Record<string, string | null> = {
  ...{ txt: null, log: null, csv: null, tsv: null, ini: null, conf: null, env: null, toml: null, lock: null },
  ...{ md: null, rst: null, srt: null, vtt: null },
  ...{ ts: 'typescript', tsx: 'typescript', mts: 'typescript', js: 'javascript', jsx: 'javascript', mjs: 'javascript' },
  ...{ json: 'json', jsonl: 'json', css: 'css', html: 'xml', xml: 'xml', svg: 'xml', yaml: 'yaml', yml: 'yaml' },
  ...{ sh: 'bash', bash: 'bash', c: 'c', h: 'c', cpp: 'cpp', cc: 'cpp', hpp: 'cpp', cs: 'csharp', go: 'go' },
  ...{ java: 'java', kt: 'kotlin', php: 'php', py: 'python', rb: 'ruby', rs: 'rust', sql: 'sql', swift: 'swift' },
  ...{ diff: 'diff', patch: 'diff' },
};

/** The ending of a file's name in small letters, without its dot; empty when there is none. */
export function endingOf(filename: string): string {
  return /[^.]\.([A-Za-z0-9]{1,10})$/.exec(filename)?.[1]?.toLowerCase() ?? '';
}

/** The language in which a text file is coloured; undefined for plain text. */
export const languageOf = (filename: string): string | undefined => LANGUAGES[endingOf(filename)] ?? undefined;

/** How a file of a type is shown, once it is ready. */
export function kindOfType({ content_type, filename }: Typed): AttachmentKind {
  const [group] = content_type.split('/');
  if (content_type === 'image/svg+xml') return 'file';
  if (group === 'image') return 'picture';
  if (group === 'video' || group === 'audio') return group;
  const isText = group === 'text' || /^application\/(?:json|xml|javascript|x-sh|sql|yaml)$/.test(content_type);
  const isUnknown = content_type === 'application/octet-stream';
  return isText || (isUnknown && endingOf(filename) in LANGUAGES) ? 'text' : 'file';
}

/** How a file is shown as it is now: a picture or a video that has nothing to be shown from is a file. */
export function kindOf(attachment: Attachment): AttachmentKind {
  const kind = attachment.status === 'ready' ? kindOfType(attachment) : 'file';
  if (kind === 'picture') return attachment.previews?.length && attachment.width ? 'picture' : 'file';
  if (kind === 'video')
    return attachment.playable || /^video\/(?:mp4|webm)$/.test(attachment.content_type) ? kind : 'file';
  return kind;
}

/** Width through height of the narrowest and widest boxes; what is beyond is cut at its edges. */
const NARROWEST = 0.45;
const WIDEST = 3.2;
/** Width through height that rows come close to: of a few pictures, and of so many that they would fill the page. */
const ROW_RATIO = 2.6;
const MANY_RATIO = 4;
const MANY = 5;

/** Width through height of the box that a picture is shown in. */
export function boxRatio({ width, height }: { width?: number; height?: number }): number {
  if (!width || !height) return 4 / 3;
  return Math.min(WIDEST, Math.max(NARROWEST, width / height));
}

/**
 * Lays pictures out in rows of one height each, so that every picture keeps its proportions.
 *
 * @param ratios width through height of each.
 * @returns for each row the index of its first picture, and of the one after its last.
 */
export function layRows(ratios: readonly number[]): { from: number; to: number; ratio: number }[] {
  const whole = ratios.reduce((sum, ratio) => sum + ratio, 0);
  const count = Math.max(1, Math.round(whole / (ratios.length < MANY ? ROW_RATIO : MANY_RATIO)));
  const rows: { from: number; to: number; ratio: number }[] = [];
  let before = 0;
  for (const [index, ratio] of ratios.entries()) {
    // Laid on one line and cut in equal parts, a picture belongs to the part that has its middle.
    const part = Math.floor(((before + ratio / 2) / whole) * count);
    const partBefore = index === 0 ? -1 : Math.floor(((before - (ratios[index - 1] ?? 0) / 2) / whole) * count);
    before += ratio;
    const last = rows.at(-1);
    if (last && part === partBefore) Object.assign(last, { to: index + 1, ratio: last.ratio + ratio });
    else rows.push({ from: index, to: index + 1, ratio });
  }
  return rows;
}

/** A length of time as players show it, `4:05` or `1:04:05`. @param seconds anything but a time counts as none. */
export function clock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/**
 * Reads the loudness of a recording in as many steps as are drawn.
 *
 * @param waveform bytes in base64, as the server gives them; what is none gives silence.
 * @returns `bars` numbers from 0 to 1, the loudest part of each step.
 */
export function loudness(waveform: string | undefined, bars: number): number[] {
  const levels = decode(waveform ?? '');
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * levels.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / bars));
    return Math.max(0, ...levels.slice(from, to)) / 255;
  });
}

/** The bytes of a text in base64; none when it is not base64. */
export function decode(base64: string): number[] {
  try {
    return Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return [];
  }
}
