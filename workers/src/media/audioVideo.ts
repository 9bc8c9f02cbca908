import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment } from '@cozy/protocol';
import { ffmpeg, input, probe, type Tools } from './ffmpeg.ts';
import { type PreparedImage, prepareImage } from './image.ts';
import { Unusable } from './unusable.ts';
import { waveformOf } from './waveform.ts';

/** ffmpeg's names of the formats that are prepared; what has another type can only be saved. */
const DEMUXERS: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/x-m4v': 'mov',
  'video/3gpp': 'mov',
  'video/3gpp2': 'mov',
  'audio/mp4': 'mov',
  'audio/x-m4a': 'mov',
  'video/webm': 'matroska',
  'video/matroska': 'matroska',
  'video/x-matroska': 'matroska',
  'audio/webm': 'matroska',
  'video/vnd.avi': 'avi',
  'video/x-msvideo': 'avi',
  'video/mpeg': 'mpeg',
  'video/MP1S': 'mpeg',
  'video/MP2P': 'mpeg',
  'video/mp2t': 'mpegts',
  'video/x-flv': 'flv',
  'video/x-ms-asf': 'asf',
  'application/vnd.ms-asf': 'asf',
  'audio/x-ms-asf': 'asf',
  'video/ogg': 'ogg',
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'application/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/aiff': 'aiff',
  'audio/flac': 'flac',
  'audio/x-flac': 'flac',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
};

/** What every browser plays: containers with codecs. Source: https://developer.mozilla.org/docs/Web/Media/Guides/Formats */
const PLAYED = [
  { type: 'video/mp4', video: ['h264'], audio: ['aac', 'mp3'] },
  { type: 'video/webm', video: ['vp8', 'vp9'], audio: ['opus', 'vorbis'] },
];
/** Loudness as players of web pages have it: EBU R 128 with -16 LUFS. Source: https://ffmpeg.org/ffmpeg-filters.html#loudnorm */
const LOUDNESS = 'loudnorm=I=-16:TP=-1.5:LRA=11';

/** What is made of a recording. */
export interface PreparedRecording {
  fields: Pick<Attachment, 'width' | 'height' | 'placeholder' | 'previews' | 'duration' | 'waveform' | 'playable'>;
  files: PreparedImage['files'];
}

interface Probed {
  format?: { duration?: string };
  streams?: {
    codec_type?: string;
    codec_name?: string;
    pix_fmt?: string;
    duration?: string;
    disposition?: { attached_pic?: number };
  }[];
}

/** Whether `prepareRecording` makes something of a type. */
export function isRecording(contentType: string): boolean {
  return Object.hasOwn(DEMUXERS, contentType);
}

/**
 * Makes of a video its poster with previews, and of what not every browser plays a copy that they do; of sound its
 * waveform and a copy of even loudness.
 *
 * @param folder where files may be written.
 * @param tools ends it, and names the program.
 * @param onProgress told how much is done, 0 to 1, several times a second.
 * @throws Unusable for what cannot be played; Error when it is stopped or ffmpeg is missing.
 */
export async function prepareRecording(
  path: string,
  contentType: string,
  folder: string,
  tools: Tools,
  onProgress: (progress: number) => void,
): Promise<PreparedRecording> {
  const demuxer = DEMUXERS[contentType]!;
  const { format, streams = [] } = (await probe(path, demuxer, tools)) as Probed;
  // A cover is a picture of a song, not a video.
  const video = streams.find((one) => one.codec_type === 'video' && !one.disposition?.attached_pic);
  const audio = streams.find((one) => one.codec_type === 'audio');
  if (!video && !audio) throw new Unusable('This file holds neither sound nor pictures. It can be saved.');
  const seconds = Number(format?.duration ?? video?.duration ?? audio?.duration);
  const duration = Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1000) / 1000 : 0;
  const made: PreparedRecording = { fields: { duration }, files: [] };
  const target = join(folder, 'playable.mp4');
  const write = async (args: string[], type: string) => {
    await ffmpeg([...input(path, demuxer), ...args, ...CLEAN, '-f', 'mp4', target], { tools, duration, onProgress });
    made.fields.playable = { content_type: type, size: (await stat(target)).size };
    made.files.push({ name: 'playable', path: target, contentType: type });
  };

  if (!video) {
    made.fields.waveform = await waveformOf(path, demuxer, duration, tools);
    const sound = ['-map', '0:a:0', '-af', LOUDNESS, '-ar', '48000', '-ac', '2', '-c:a', 'aac', '-b:a', '128k'];
    await write(sound, 'audio/mp4');
    return made;
  }
  const poster = join(folder, 'poster.png');
  const at = String(Math.min(1, duration / 10));
  const frame = ['-map', '0:v:0', '-frames:v', '1', '-update', '1', '-f', 'image2', poster];
  await ffmpeg(['-ss', at, ...input(path, demuxer), ...frame], { tools });
  const { fields, files } = await prepareImage(poster, folder);
  Object.assign(made.fields, fields);
  made.files.push(...files);
  const isPlain = video.pix_fmt === 'yuv420p';
  const isPlayed = PLAYED.some(
    ({ type, video: codecs, audio: sounds }) =>
      type === contentType &&
      isPlain &&
      codecs.includes(video.codec_name ?? '') &&
      (!audio || sounds.includes(audio.codec_name ?? '')),
  );
  if (isPlayed) return made;
  // Only what is not right is written anew: a H.264 video in another container keeps its pictures.
  const pictures =
    video.codec_name === 'h264' && isPlain
      ? ['-c:v', 'copy']
      : ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p', '-vf', FIT, '-threads', '2'];
  const sound = audio ? ['-map', '0:a:0', '-c:a', 'aac', '-b:a', '128k', '-ac', '2'] : [];
  await write(['-map', '0:v:0', ...pictures, ...sound], 'video/mp4');
  return made;
}

/** At most 1920 pixels wide and 1920 high, in even numbers, which H.264 needs. */
const FIT =
  "scale=w='min(1920,iw)':h='min(1920,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1";
/** Without what says where and by whom it was made, and with its index first, so that it plays before it is loaded. */
const CLEAN = [
  '-map_metadata',
  '-1',
  '-map_chapters',
  '-1',
  '-movflags',
  '+faststart',
  '-max_muxing_queue_size',
  '1024',
];
