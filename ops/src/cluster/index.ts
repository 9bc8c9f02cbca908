export { type Machine, startMachine } from './machine.ts';
export { runCluster, type Verdict } from './run.ts';
