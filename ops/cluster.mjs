import { bootstrap } from './bootstrap.mjs';

await bootstrap();
await import('./src/cluster/main.ts');
