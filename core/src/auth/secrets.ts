import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits: beyond guessing, so that a plain SHA-256 without salt or stretching keeps them safe in the database. */
const SECRET_BYTES = 32;
/** Half of that for each part of a refresh token: 128 bits are beyond guessing over a network, too. */
const REFRESH_PART_BYTES = 16;
const SNOWFLAKE = '[1-9][0-9]{16,19}';
/** Base64url of 16 bytes is 22 characters, of 32 bytes 43. */
const REFRESH_TOKEN = new RegExp(`^(${SNOWFLAKE})\\.([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{22})$`);
const INSTALLATION_TOKEN = new RegExp(`^bot\\.(${SNOWFLAKE})\\.(${SNOWFLAKE})\\.([A-Za-z0-9_-]{43})$`);
const INSTALLATION_CODE = new RegExp(`^(${SNOWFLAKE})\\.(${SNOWFLAKE})\\.([A-Za-z0-9_-]{43})$`);
const BOT_TOKEN = new RegExp(`^bot\\.(${SNOWFLAKE})\\.([A-Za-z0-9_-]{43})$`);

/** Makes a secret of 256 random bits, as 43 characters of base64url. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/**
 * The form in which a secret is stored.
 *
 * @param secret made by `newSecret`; a password must not come here, see passwords.ts.
 * @returns its SHA-256 as 43 characters of base64url.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/**
 * Compares a secret with a stored hash, in a time that tells nothing about either.
 *
 * @param hash made by `hashSecret`.
 */
export function secretMatches(secret: string, hash: string): boolean {
  const given = Buffer.from(hashSecret(secret));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/**
 * The secret of a refresh token. `family` stays for the whole log-in and `turn` is new each time. A token with the right
 * family and a wrong turn has been used before, so somebody has a copy; one with a wrong family is only a guess, and a
 * guess must not be able to end anybody's log-in.
 */
export interface RefreshSecret {
  family: string;
  turn: string;
}

/**
 * Makes the secret of a refresh token.
 *
 * @param family of the log-in; a new one by default.
 */
export function newRefreshSecret(family = randomBytes(REFRESH_PART_BYTES).toString('base64url')): RefreshSecret {
  return { family, turn: randomBytes(REFRESH_PART_BYTES).toString('base64url') };
}

/** The form in which a refresh token's secret is stored: the hashes of family and turn, with a full stop between. */
export function hashRefreshSecret({ family, turn }: RefreshSecret): string {
  return `${hashSecret(family)}.${hashSecret(turn)}`;
}

/**
 * Tells whether a refresh token belongs, or once belonged, to a log-in.
 *
 * @param hash made by `hashRefreshSecret`.
 */
export function sameFamily({ family }: RefreshSecret, hash: string): boolean {
  return secretMatches(family, hash.split('.')[0]!);
}

/** Writes the refresh token of a log-in: `<session id>.<family><turn>`. */
export function formatRefreshToken(sessionId: string, { family, turn }: RefreshSecret): string {
  return `${sessionId}.${family}${turn}`;
}

/**
 * Reads a refresh token.
 *
 * @returns its parts, or null when the text is not of that form.
 */
export function parseRefreshToken(token: string): { sessionId: string; secret: RefreshSecret } | null {
  const parts = REFRESH_TOKEN.exec(token);
  return parts && { sessionId: parts[1]!, secret: { family: parts[2]!, turn: parts[3]! } };
}

/** Writes a bot's token: `bot.<bot's user id>.<secret>`. */
export function formatBotToken(botId: string, secret: string): string {
  return `bot.${botId}.${secret}`;
}

/**
 * Reads a bot's token.
 *
 * @returns its parts, or null when the text is not of that form.
 */
export function parseBotToken(token: string): { botId: string; secret: string } | null {
  const parts = BOT_TOKEN.exec(token);
  return parts && { botId: parts[1]!, secret: parts[2]! };
}

/** Where a token or code of an installation belongs. */
export interface InstallationSecret {
  communityId: string;
  botId: string;
  secret: string;
}

/** Writes the token of an installation: `bot.<bot's user id>.<community>.<secret>`. */
export function formatInstallationToken(botId: string, communityId: string, secret: string): string {
  return `bot.${botId}.${communityId}.${secret}`;
}

/**
 * Reads the token of an installation.
 *
 * @returns its parts, or null when the text is not of that form.
 */
export function parseInstallationToken(token: string): InstallationSecret | null {
  const parts = INSTALLATION_TOKEN.exec(token);
  return parts && { botId: parts[1]!, communityId: parts[2]!, secret: parts[3]! };
}

/** Writes an authorization code: `<community>.<bot's user id>.<secret>`. */
export function formatInstallationCode(communityId: string, botId: string, secret: string): string {
  return `${communityId}.${botId}.${secret}`;
}

/**
 * Reads an authorization code.
 *
 * @returns its parts, or null when the text is not of that form.
 */
export function parseInstallationCode(code: string): InstallationSecret | null {
  const parts = INSTALLATION_CODE.exec(code);
  return parts && { communityId: parts[1]!, botId: parts[2]!, secret: parts[3]! };
}
