import type { Settings } from '../settings.ts';

/** How an S3 server is reached, as its libraries want to be told. */
export interface S3Settings {
  bucket: string;
  client: {
    endpoint: string;
    region: string;
    forcePathStyle: true;
    credentials: { accessKeyId: string; secretAccessKey: string };
    /** Servers that are not Amazon's do not all take the checksums that its library sends unasked. */
    requestChecksumCalculation: 'WHEN_REQUIRED';
    responseChecksumValidation: 'WHEN_REQUIRED';
  };
}

/** The S3 server of the settings; null where files are kept in the data folder. */
export function s3Settings(settings: Settings): S3Settings | null {
  const { s3Endpoint, s3Bucket, s3Region, s3AccessKey, s3SecretKey } = settings;
  if (!s3Endpoint) return null;
  return {
    bucket: s3Bucket!,
    client: {
      endpoint: s3Endpoint,
      region: s3Region,
      forcePathStyle: true,
      credentials: { accessKeyId: s3AccessKey!, secretAccessKey: s3SecretKey! },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    },
  };
}
