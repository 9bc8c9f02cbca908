import type { Attachment } from '@cozy/protocol';
import type { LucideProps } from 'lucide-solid';
import { File, FileArchive, FileCode, FileImage, FileMusic, FileText, FileVideoCamera } from 'lucide-solid';
import type { Component } from 'solid-js';
import { kindOfType, languageOf } from '../../conversation/attachments.ts';

const ARCHIVE = /\b(?:zip|x-tar|gzip|x-7z-compressed|x-rar|vnd\.rar|x-xz|zstd|x-bzip2)\b/;
const DOCUMENT = /pdf|document|msword|rtf|epub/;

/** The icon that stands for a file of a type. */
export function fileIcon(file: Pick<Attachment, 'content_type' | 'filename'>): Component<LucideProps> {
  const kind = kindOfType(file);
  if (kind === 'text') return languageOf(file.filename) ? FileCode : FileText;
  if (kind !== 'file') return { picture: FileImage, video: FileVideoCamera, audio: FileMusic }[kind];
  if (ARCHIVE.test(file.content_type)) return FileArchive;
  return DOCUMENT.test(file.content_type) ? FileText : File;
}
