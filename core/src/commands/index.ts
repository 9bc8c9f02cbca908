import type { CommandName } from '@cozy/protocol';
import { getApplication } from './application.get.ts';
import { deleteCommand } from './application-command.delete.ts';
import { listCommands } from './application-command.list.ts';
import { setCommands } from './application-command.set.ts';
import { createAttachment } from './attachment.create.ts';
import { signAttachments } from './attachment.urls.ts';
import { listAudit } from './audit.list.ts';
import { loginAccount } from './auth.login.ts';
import { logoutAccount } from './auth.logout.ts';
import { refreshTokens } from './auth.refresh.ts';
import { registerAccount } from './auth.register.ts';
import { listBans } from './ban.list.ts';
import { addBot } from './bot.add.ts';
import { createBot } from './bot.create.ts';
import { deleteBot } from './bot.delete.ts';
import { listBots } from './bot.list.ts';
import { resetBotToken } from './bot.token-reset.ts';
import { updateBot } from './bot.update.ts';
import { getCase } from './case.get.ts';
import { listCases } from './case.list.ts';
import { updateCase } from './case.update.ts';
import { createChannel } from './channel.create.ts';
import { deleteChannel } from './channel.delete.ts';
import { moveChannel } from './channel.move.ts';
import { updateChannel } from './channel.update.ts';
import type { Handler } from './command.ts';
import { createCommunity } from './community.create.ts';
import { deleteCommunity } from './community.delete.ts';
import { discoverCommunities } from './community.discover.ts';
import { joinCommunity } from './community.join.ts';
import { listCommunities } from './community.list.ts';
import { updateCommunity } from './community.update.ts';
import { acceptConversation } from './direct.accept.ts';
import { closeConversation } from './direct.close.ts';
import { listConversations } from './direct.list.ts';
import { openConversation } from './direct.open.ts';
import { refuseConversation } from './direct.refuse.ts';
import { listDrafts } from './draft.list.ts';
import { setDraft } from './draft.set.ts';
import { createEmoji } from './emoji.create.ts';
import { deleteEmoji } from './emoji.delete.ts';
import { updateEmoji } from './emoji.update.ts';
import { listExpressions } from './expression.list.ts';
import { homeFeed } from './feed.home.ts';
import { addToGroup } from './group.add.ts';
import { createGroup } from './group.create.ts';
import { removeFromGroup } from './group.remove.ts';
import { updateGroup } from './group.update.ts';
import { createInstallation } from './installation.create.ts';
import { deleteInstallation } from './installation.delete.ts';
import { listInstallations } from './installation.list.ts';
import { updateInstallation } from './installation.update.ts';
import { createInteraction } from './interaction.create.ts';
import { deleteAnswer } from './interaction.delete.ts';
import { editAnswer } from './interaction.edit.ts';
import { followUp } from './interaction.follow-up.ts';
import { respond } from './interaction.respond.ts';
import { acceptInvite } from './invite.accept.ts';
import { createInvite } from './invite.create.ts';
import { listInvites } from './invite.list.ts';
import { previewInvite } from './invite.preview.ts';
import { revokeInvite } from './invite.revoke.ts';
import { applyToJoin } from './join.apply.ts';
import { decideJoin } from './join.decide.ts';
import { listJoinRequests } from './join.list.ts';
import { myJoinRequests } from './join.me.ts';
import { previewJoin } from './join.preview.ts';
import { withdrawJoin } from './join.withdraw.ts';
import { acceptRules } from './member.accept-rules.ts';
import { banMember } from './member.ban.ts';
import { kickMember } from './member.kick.ts';
import { leaveCommunity } from './member.leave.ts';
import { listMembers } from './member.list.ts';
import { noteMember } from './member.note.ts';
import { timeoutMember } from './member.timeout.ts';
import { unbanMember } from './member.unban.ts';
import { updateMember } from './member.update.ts';
import { warnMember } from './member.warn.ts';
import { deleteMessage } from './message.delete.ts';
import { deleteMessages } from './message.delete-bulk.ts';
import { editMessage } from './message.edit.ts';
import { listEdits } from './message.edits.ts';
import { forwardMessage } from './message.forward.ts';
import { messageHistory } from './message.history.ts';
import { pinMessage } from './message.pin.ts';
import { listPins } from './message.pins.ts';
import { scheduleMessage } from './message.schedule.ts';
import { searchMessages } from './message.search.ts';
import { sendMessage } from './message.send.ts';
import { suppressEmbeds } from './message.suppress-embeds.ts';
import { unpinMessage } from './message.unpin.ts';
import { listNotifications } from './notification.list.ts';
import { updateNotifications } from './notification.update.ts';
import { createPoll } from './poll.create.ts';
import { votePoll } from './poll.vote.ts';
import { listPushDevices } from './push.list.ts';
import { subscribePush } from './push.subscribe.ts';
import { unsubscribePush } from './push.unsubscribe.ts';
import { addReaction } from './reaction.add.ts';
import { removeReaction } from './reaction.remove.ts';
import { markRead } from './read.mark.ts';
import { markManyRead } from './read.mark-many.ts';
import { markUnread } from './read.unmark.ts';
import { acceptFriend } from './relationship.accept.ts';
import { blockPerson } from './relationship.block.ts';
import { listRelationships } from './relationship.list.ts';
import { removeRelationship } from './relationship.remove.ts';
import { requestFriend } from './relationship.request.ts';
import { unblockPerson } from './relationship.unblock.ts';
import { assignRoles } from './role.assign.ts';
import { createRole } from './role.create.ts';
import { deleteRole } from './role.delete.ts';
import { moveRole } from './role.move.ts';
import { updateRole } from './role.update.ts';
import { cancelSchedule } from './schedule.cancel.ts';
import { listSchedules } from './schedule.list.ts';
import { sendSchedule } from './schedule.send.ts';
import { updateSchedule } from './schedule.update.ts';
import { listSessions } from './session.list.ts';
import { revokeSession } from './session.revoke.ts';
import { createSticker } from './sticker.create.ts';
import { deleteSticker } from './sticker.delete.ts';
import { updateSticker } from './sticker.update.ts';
import { listTemplates } from './template.list.ts';
import { followThread } from './thread.follow.ts';
import { getThread } from './thread.get.ts';
import { listThreads } from './thread.list.ts';
import { markThread } from './thread.mark.ts';
import { unfollowThread } from './thread.unfollow.ts';
import { startTyping } from './typing.start.ts';
import { showUser } from './user.me.ts';
import { updateUser } from './user.update.ts';

/** The handler of every command. A command of the registry without one does not compile. */
export const HANDLERS: { [C in CommandName]: Handler<C> } = {
  'auth.register': registerAccount,
  'auth.login': loginAccount,
  'auth.refresh': refreshTokens,
  'auth.logout': logoutAccount,
  'session.list': listSessions,
  'session.revoke': revokeSession,
  'user.me': showUser,
  'user.update': updateUser,
  'template.list': listTemplates,
  'community.create': createCommunity,
  'community.update': updateCommunity,
  'community.delete': deleteCommunity,
  'expression.list': listExpressions,
  'emoji.create': createEmoji,
  'emoji.update': updateEmoji,
  'emoji.delete': deleteEmoji,
  'sticker.create': createSticker,
  'sticker.update': updateSticker,
  'sticker.delete': deleteSticker,
  'community.discover': discoverCommunities,
  'community.join': joinCommunity,
  'community.list': listCommunities,
  'join.preview': previewJoin,
  'join.apply': applyToJoin,
  'join.withdraw': withdrawJoin,
  'join.me': myJoinRequests,
  'join.list': listJoinRequests,
  'join.decide': decideJoin,
  'invite.create': createInvite,
  'invite.list': listInvites,
  'invite.preview': previewInvite,
  'invite.accept': acceptInvite,
  'invite.revoke': revokeInvite,
  'member.accept-rules': acceptRules,
  'member.list': listMembers,
  'member.kick': kickMember,
  'member.ban': banMember,
  'member.unban': unbanMember,
  'ban.list': listBans,
  'member.timeout': timeoutMember,
  'member.warn': warnMember,
  'member.note': noteMember,
  'member.update': updateMember,
  'case.list': listCases,
  'case.get': getCase,
  'case.update': updateCase,
  'audit.list': listAudit,
  'member.leave': leaveCommunity,
  'role.create': createRole,
  'role.update': updateRole,
  'role.move': moveRole,
  'role.delete': deleteRole,
  'role.assign': assignRoles,
  'channel.create': createChannel,
  'channel.update': updateChannel,
  'channel.move': moveChannel,
  'channel.delete': deleteChannel,
  'message.send': sendMessage,
  'message.edit': editMessage,
  'message.delete': deleteMessage,
  'message.history': messageHistory,
  'poll.create': createPoll,
  'poll.vote': votePoll,
  'message.suppress-embeds': suppressEmbeds,
  'message.pin': pinMessage,
  'message.unpin': unpinMessage,
  'message.pins': listPins,
  'message.edits': listEdits,
  'message.delete-bulk': deleteMessages,
  'message.forward': forwardMessage,
  'message.search': searchMessages,
  'reaction.add': addReaction,
  'reaction.remove': removeReaction,
  'typing.start': startTyping,
  'read.mark': markRead,
  'attachment.create': createAttachment,
  'attachment.urls': signAttachments,
  'read.mark-many': markManyRead,
  'read.unmark': markUnread,
  'relationship.list': listRelationships,
  'relationship.request': requestFriend,
  'relationship.accept': acceptFriend,
  'relationship.remove': removeRelationship,
  'relationship.block': blockPerson,
  'relationship.unblock': unblockPerson,
  'direct.open': openConversation,
  'direct.list': listConversations,
  'direct.accept': acceptConversation,
  'direct.refuse': refuseConversation,
  'direct.close': closeConversation,
  'group.create': createGroup,
  'group.update': updateGroup,
  'group.add': addToGroup,
  'group.remove': removeFromGroup,
  'thread.get': getThread,
  'thread.follow': followThread,
  'thread.unfollow': unfollowThread,
  'thread.mark': markThread,
  'thread.list': listThreads,
  'feed.home': homeFeed,
  'notification.list': listNotifications,
  'notification.update': updateNotifications,
  'push.subscribe': subscribePush,
  'push.unsubscribe': unsubscribePush,
  'push.list': listPushDevices,
  'draft.list': listDrafts,
  'draft.set': setDraft,
  'message.schedule': scheduleMessage,
  'schedule.list': listSchedules,
  'schedule.update': updateSchedule,
  'schedule.send': sendSchedule,
  'schedule.cancel': cancelSchedule,
  'bot.create': createBot,
  'bot.list': listBots,
  'application.get': getApplication,
  'installation.create': createInstallation,
  'installation.list': listInstallations,
  'installation.update': updateInstallation,
  'installation.delete': deleteInstallation,
  'bot.update': updateBot,
  'bot.add': addBot,
  'bot.token-reset': resetBotToken,
  'bot.delete': deleteBot,
  'application-command.set': setCommands,
  'application-command.list': listCommands,
  'application-command.delete': deleteCommand,
  'interaction.create': createInteraction,
  'interaction.respond': respond,
  'interaction.follow-up': followUp,
  'interaction.edit': editAnswer,
  'interaction.delete': deleteAnswer,
};
