/** Under which the device keeps that it is told of messages by Web Push, by which instance. */
export const PUSHED_KEY = 'cozy.pushed';
