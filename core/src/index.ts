export { bindAttachments, changeAttachment, tellAttachment, tellProgress } from './attachments/attachments.ts';
export { verifyLink } from './attachments/links.ts';
export { signAccessToken } from './auth/accessTokens.ts';
export type { SigningKeys } from './auth/keys.ts';
export type { Actor, Caller } from './commands/command.ts';
export { isCommandName } from './commands/execute.ts';
export { type Context, createContext } from './context.ts';
export type { Database } from './database/database.ts';
export type {
  AttachmentDocument,
  AuditDocument,
  CaseDocument,
  ChannelHeadDocument,
  CommunityDocument,
  DraftDocument,
  LinkPreviewDocument,
  MemberDocument,
  MentionDocument,
  MessageDocument,
  NotificationDocument,
  Outboxed,
  PinDocument,
  PollVoteDocument,
  ReactionDocument,
  ReadStateDocument,
  RelationshipDocument,
  ScheduleDocument,
  SessionDocument,
  ThreadFollowDocument,
  UserDocument,
  WideMentionDocument,
} from './database/documents.ts';
export { isDatabaseUnavailable, isDuplicateKey } from './database/unavailable.ts';
export { previewKey } from './embeds/previewKey.ts';
export { expressionKey } from './expressions/expressions.ts';
export { Lease, RENEW_EVERY } from './ids/lease.ts';
export { EventLog, type NewEvent } from './log/eventLog.ts';
export { JOB_SILENCE, JobQueue } from './log/jobQueue.ts';
export { LogEvent } from './log/logEvent.ts';
export { connectNats } from './log/nats.ts';
export { packData } from './log/packData.ts';
export {
  EPHEMERAL,
  formatSubject,
  type Owner,
  ownerSubject,
  partitionOf,
  STORED,
  streamName,
} from './log/subjects.ts';
export { projectedEvents } from './metrics.ts';
export { isPublicAddress, publicLookup } from './network/publicAddress.ts';
export { keysOfChannel, messageKey } from './projection/messagePlaces.ts';
export { PROJECTED, tellProjected } from './projection/progress.ts';
export { pushAddress } from './push/endpoint.ts';
export type { VapidKeys } from './push/vapid.ts';
export { RateLimits } from './rates.ts';
export { firstIdAt } from './search/idRange.ts';
export { searchDocument } from './search/searchDocument.ts';
export {
  SEARCH_VERSION,
  type SearchChanges,
  type SearchIndex,
  type SearchState,
} from './search/searchIndex.ts';
export { readSettings, type Settings, SettingsSchema, settingsTable } from './settings.ts';
export { endDueBans } from './state/bans.ts';
export { CommunityState, type Membership } from './state/communityState.ts';
export { usableScopes } from './state/installations.ts';
export { type Redemption, redeemCode } from './state/installationTokens.ts';
export { foldName, memberNames, readMembers } from './state/members.ts';
export { changeMembership } from './state/membership.ts';
export { concerns, withoutContent, withoutQuote } from './state/messageContent.ts';
export { isUsual, loadNotifications } from './state/notifications.ts';
export { reactionId } from './state/reactions.ts';
export { loadReadStates, markOf, readState } from './state/readStates.ts';
export { pairKey, relationshipOf, relationshipsOf } from './state/relationships.ts';
export { sendScheduled } from './state/sendScheduled.ts';
export { publicUser, selfUser } from './state/users.ts';
export { addWideMentions, wideMention } from './state/wideMentions.ts';
export { filesFolder, openStorage } from './storage/openStorage.ts';
export { putBytes } from './storage/putBytes.ts';
export { s3Settings } from './storage/s3Settings.ts';
export type { ByteRange, FileStorage } from './storage/storage.ts';
