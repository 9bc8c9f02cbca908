import type { Attachment, CommandInput } from '@cozy/protocol';
import type { FileStorage } from './heldFiles.ts';

/** A file on its way to the server. */
export interface Upload {
  key: string;
  channel_id: string;
  name: string;
  /** Bytes of the whole file. */
  size: number;
  type: string;
  description: string;
  /** Of the message that it was sent with; null while it lies beside the draft. */
  nonce: string | null;
  /** As the server knows it; null until it was announced. */
  attachment_id: string | null;
  /** `waiting` for its turn, `uploading`, `paused` until the server can be reached, `done`, or `failed` for a reason. */
  state: 'waiting' | 'uploading' | 'paused' | 'done' | 'failed';
  /** Bytes that have arrived. */
  sent: number;
  /** What to tell about a failure. */
  reason: string | null;
  /** Of a picture, where this browser shows it from, and its size in pixels. */
  picture: { url: string; width: number; height: number } | null;
}

/** Sends a file's bytes from where the server has them. */
export interface Transfer {
  /** Rejects with a CozyError; a retryable one when the server could not be reached. */
  done: Promise<void>;
  abort(): void;
}

/** What uploads need of the world around them. */
export interface UploadsOptions {
  storage: FileStorage;
  announce: (input: CommandInput<'attachment.create'>) => Promise<{ attachment: Attachment }>;
  transfer: (id: string, file: File, onProgress: (sent: number) => void) => Transfer;
  /** Tells the server that a file is not wanted any more. */
  cancel: (id: string) => Promise<void>;
  /** Whether the server can be reached. */
  ready: () => boolean;
  /** Whether the message of a nonce waits to be sent. */
  isPending: (nonce: string) => boolean;
  /** Shows a picture from this browser; null when it cannot be shown. */
  picture?: (file: File) => Promise<Upload['picture']>;
  key?: () => string;
  /** Milliseconds after which what broke off is tried again while the connection stands. */
  retryDelay?: number;
  /** Called with what fails without harm to the upload. */
  warn?: (what: string, error: unknown) => void;
}

/** Makes what is known of a file before anything of it was sent. */
export const newUpload = (key: string, channelId: string, file: File, known: Partial<Upload> = {}): Upload => ({
  ...{ key, channel_id: channelId, name: file.name, size: file.size, type: file.type, description: '' },
  ...{ nonce: null, attachment_id: null, state: 'waiting', sent: 0, reason: null, picture: null },
  ...known,
});
