export * from '@cozy/protocol';
export { Bot, type BotEvents, type BotOptions } from './bot.ts';
export type { CommandLine } from './command-line.ts';
export type { Context, Moderation } from './context.ts';
export { type CursorStore, FileCursorStore, Progress } from './cursor-store.ts';
export type { Command, Handler } from './hooks.ts';
