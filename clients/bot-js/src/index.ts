export * from '@cozy/protocol';
export { Bot } from './bot.ts';
export type { CommandLine } from './command-line.ts';
export type { Context, Moderation } from './context.ts';
export { type CursorStore, FileCursorStore, Progress } from './cursor-store.ts';
export type { Command, Handler } from './hooks.ts';
export type { BotEvents, BotOptions } from './options.ts';
