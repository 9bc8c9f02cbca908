/**
 * Checks that uWebSockets.js is its native self. Where it has no binary for the running Node it loads a JavaScript
 * imitation with no more than a warning; that one has neither TLS nor compression, and is many times slower.
 * @param uws the loaded module.
 * @throws {Error} a sentence that says which Node to use.
 */
export function requireNativeServer(uws: object): void {
  if ('SSLApp' in uws && 'DEDICATED_COMPRESSOR' in uws) return;
  throw new Error(
    `uWebSockets.js has no native binary for Node ${process.versions.node} on ${process.platform} ${process.arch} and fell back to its slow JavaScript imitation, with which Cozy does not run. Use Node 20 on Linux, macOS or Windows, and leave UWS_USE_FALLBACK unset.`,
  );
}
