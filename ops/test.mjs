import { bootstrap } from './bootstrap.mjs';

await bootstrap();
await import('./src/test.ts');
