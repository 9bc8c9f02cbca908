export type { Answer, Call } from './testing/gateway.ts';
export { type Recorded, TestKit } from './testing/kit.ts';
