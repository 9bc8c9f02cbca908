import { type CaseAction, OPTION_TYPES } from '@cozy/protocol';
import { act } from './act.ts';
import { caseLine } from './caseLine.ts';
import { needs, REASON } from './options.ts';
import { plain } from './plain.ts';
import type { SlashCommand } from './slashCommand.ts';

const ACTS: Record<CaseAction, string> = {
  MEMBER_KICK: 'was removed',
  MEMBER_BAN_ADD: 'was banned',
  MEMBER_BAN_REMOVE: 'is not banned any more',
  MEMBER_TIMEOUT: 'was timed out',
  MEMBER_TIMEOUT_REMOVE: 'is not timed out any more',
  MEMBER_WARN: 'was warned',
  MEMBER_NOTE: 'has a note',
};

/** `/case`: shows a case, or changes its reason. */
export const showCase: SlashCommand = {
  definition: {
    name: 'case',
    description: 'Shows a case, or changes its reason',
    options: [
      {
        type: OPTION_TYPES.INTEGER,
        name: 'number',
        description: 'Its number',
        required: true,
        min_value: 1,
      },
      { ...REASON, description: 'The new reason; the audit log keeps the old one' },
    ],
    default_member_permissions: needs('MODERATE_MEMBERS'),
  },
  run: async (context, { values }, grant) => {
    const which = { community_id: grant.community.id, number: Number(values.number) };
    if (values.reason !== undefined) {
      await act(context, grant, 'case.update', { ...which, reason: String(values.reason).trim() });
    }
    const { moderation_case: found, users } = await act(context, grant, 'case.get', which);
    const whom = users.find(({ id }) => id === found.target_id)?.display_name ?? 'Someone';
    return { content: `**${plain(whom)}** ${ACTS[found.action]}.\n\n${caseLine(found, users)}` };
  },
};
