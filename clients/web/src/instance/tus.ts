import { CozyError, type ErrorBody } from '@cozy/protocol';
import type { DetailedError, HttpRequest } from 'tus-js-client';
import type { Transfer } from './upload.ts';

/** Milliseconds to wait before what broke off is tried again within one transfer; then the transfer fails. */
const RETRY_DELAYS = [0, 1000, 3000];

/**
 * Uploads a file by the tus protocol (https://tus.io/protocols/resumable-upload), from the byte at which the server
 * says that it goes on.
 *
 * @param url where its bytes go.
 * @param token gives an access token that is valid now; asked before each request.
 * @param onProgress is told how many bytes have been sent.
 */
export function tusTransfer(
  url: string,
  file: File,
  token: () => Promise<string>,
  onProgress: (sent: number) => void,
): Transfer {
  let aborted = false;
  let abort = () => {
    aborted = true;
  };
  const run = async () => {
    const { Upload } = await import('tus-js-client');
    await new Promise<void>((resolve, reject) => {
      const upload = new Upload(file, {
        uploadUrl: url,
        retryDelays: RETRY_DELAYS,
        storeFingerprintForResuming: false,
        onBeforeRequest: authorize(token),
        onProgress,
        onSuccess: () => resolve(),
        onError: (error) => reject(asCozyError(error)),
      });
      abort = () => void upload.abort();
      if (!aborted) upload.start();
    });
  };
  return { done: run(), abort: () => abort() };
}

/** Takes an upload back: the server forgets what it has of it. @throws CozyError when the server says no. */
export async function tusCancel(url: string, token: () => Promise<string>): Promise<void> {
  const { Upload } = await import('tus-js-client');
  try {
    await Upload.terminate(url, { retryDelays: RETRY_DELAYS, onBeforeRequest: authorize(token) });
  } catch (error) {
    throw asCozyError(error);
  }
}

const authorize = (token: () => Promise<string>) => async (request: HttpRequest) => {
  request.setHeader('Authorization', `Bearer ${await token()}`);
};

/** What the server has answered; without an answer, that it cannot be reached. */
function asCozyError(error: unknown): CozyError {
  if (error instanceof CozyError) return error;
  const { originalResponse, causingError } = error as Partial<DetailedError>;
  if (causingError instanceof CozyError) return causingError;
  const status = originalResponse?.getStatus() ?? 0;
  if (!originalResponse || status === 0 || status >= 500) {
    return new CozyError('UNAVAILABLE', { message: 'The upload broke off.', cause: error });
  }
  try {
    return CozyError.fromBody(JSON.parse(originalResponse.getBody()) as ErrorBody);
  } catch (cause) {
    return new CozyError('INTERNAL', { message: `The server has refused the upload with ${status}.`, cause });
  }
}
