import { CACHE } from './scratch.ts';

/**
 * The environment of a Cozy process of a test: this one's without what configures Cozy, and the given settings.
 * @param settings variables that docs/settings.md lists.
 */
export function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(
    ([name]) => !/^(COZY|S3|MONGODB|NATS)_/.test(name) && !name.startsWith('npm_'),
  );
  return { ...Object.fromEntries(others), COZY_CACHE: CACHE, COZY_HOST: '127.0.0.1', ...settings };
}
