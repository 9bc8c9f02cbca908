import type { Permission } from '@cozy/protocol';

/** A permission in the words of people. `channel`: it can be set for one channel too. */
export interface PermissionWords {
  permission: Permission;
  label: string;
  hint: string;
  channel?: true;
}

/** What the client's features ask for, grouped as one thinks of it. */
export const PERMISSION_GROUPS: readonly { name: string; permissions: readonly PermissionWords[] }[] = [
  {
    name: 'Read and write',
    permissions: [
      { permission: 'VIEW_CHANNEL', label: 'See channels', hint: 'Unless a channel says otherwise.', channel: true },
      {
        permission: 'READ_MESSAGE_HISTORY',
        label: 'Read earlier messages',
        hint: 'What was said before they came.',
        channel: true,
      },
      {
        permission: 'SEND_MESSAGES',
        label: 'Write messages',
        hint: 'In the channels that they see.',
        channel: true,
      },
      { permission: 'ATTACH_FILES', label: 'Send files', hint: 'Pictures, recordings, documents.', channel: true },
      { permission: 'ADD_REACTIONS', label: 'React', hint: 'Add emoji to messages.', channel: true },
      { permission: 'MENTION_EVERYONE', label: 'Call everyone', hint: 'Notify all members at once.', channel: true },
    ],
  },
  {
    name: 'People',
    permissions: [
      { permission: 'CREATE_INVITE', label: 'Invite people', hint: 'Make invitation links.' },
      { permission: 'KICK_MEMBERS', label: 'Remove members', hint: 'Those below them, and decide who may join.' },
      { permission: 'BAN_MEMBERS', label: 'Ban members', hint: 'Keep people out, and lift bans.' },
      { permission: 'MODERATE_MEMBERS', label: 'Moderate members', hint: 'Warn, time out, and see all cases.' },
      { permission: 'CHANGE_NICKNAME', label: 'Change nickname', hint: 'Their own, in this community.' },
      { permission: 'MANAGE_NICKNAMES', label: 'Manage nicknames', hint: 'Of members below them.' },
    ],
  },
  {
    name: 'Keep order',
    permissions: [
      {
        permission: 'MANAGE_MESSAGES',
        label: 'Manage messages',
        hint: 'Delete messages of others, and write announcements.',
        channel: true,
      },
      {
        permission: 'MANAGE_CHANNELS',
        label: 'Manage channels',
        hint: 'Create, change, order and delete channels.',
        channel: true,
      },
      { permission: 'VIEW_AUDIT_LOG', label: 'See the audit log', hint: 'What was done here, and by whom.' },
      { permission: 'MANAGE_ROLES', label: 'Manage roles', hint: 'Change and give roles below their own.' },
      { permission: 'MANAGE_EXPRESSIONS', label: 'Manage emoji', hint: 'Add, rename and delete emoji and stickers.' },
      { permission: 'MANAGE_COMMUNITY', label: 'Manage community', hint: 'Name, mark, invitations and bots.' },
      { permission: 'ADMINISTRATOR', label: 'Administrator', hint: 'Everything, in every channel. Give it to few.' },
    ],
  },
];

/** The permissions that a channel can set. */
export const CHANNEL_PERMISSIONS = PERMISSION_GROUPS.flatMap(({ permissions }) => permissions).filter(
  ({ channel }) => channel,
);
