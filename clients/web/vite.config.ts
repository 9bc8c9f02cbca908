import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';
import { commandRoutes } from './commandRoutes.plugin.ts';
import { serviceWorker } from './serviceWorker.plugin.ts';

const server = `127.0.0.1:${process.env.COZY_PORT ?? 8080}`;

/** One entry of emojibase's data; skin tones and code points are not used and would be half of the picker's chunk. */
interface EmojiData {
  unicode: string;
  label: string;
  tags?: string[];
  group?: number;
  order?: number;
}

function slimEmoji(): Plugin {
  return {
    name: 'slim-emoji',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('emojibase-data/en/compact.json')) return null;
      const entries = JSON.parse(code) as EmojiData[];
      return JSON.stringify(
        entries.map(({ unicode, label, tags, group, order }) => ({ unicode, label, tags, group, order })),
      );
    },
  };
}

export default defineConfig({
  plugins: [commandRoutes(), slimEmoji(), solid(), serviceWorker()],
  resolve: {
    alias: [
      // The Content-Security-Policy forbids eval, with which msgpackr's main build compiles its readers.
      { find: /^msgpackr$/, replacement: 'msgpackr/index-no-eval' },
      // The compiled icons: compiling the sources of all of them would be most of the build's time.
      { find: /^lucide-solid$/, replacement: fileURLToPath(import.meta.resolve('lucide-solid')) },
    ],
  },
  build: {
    target: 'es2022',
    // Inlined assets would be data: URLs, which the policy allows for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': `http://${server}`,
      '/gateway': { target: `ws://${server}`, ws: true },
    },
  },
});
