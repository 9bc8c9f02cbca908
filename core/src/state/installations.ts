import { ALL_SCOPES, CozyError, type Installation, type Scope } from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { InstallationDocument, MemberDocument, UserDocument } from '../database/documents.ts';
import { OVERTAKEN, untilCommitted } from '../database/untilCommitted.ts';
import type { NewEvent } from '../log/eventLog.ts';
import type { CommunityState } from './communityState.ts';

/** An installation as it goes over the wire: without its token and its code. */
export function installationOf(communityId: string, botId: string, document: InstallationDocument): Installation {
  const { token: _token, code: _code, ...shown } = document;
  return { ...shown, community_id: communityId, user_id: botId };
}

/** What an installed bot can use of what it was granted: nothing while it is suspended. */
export function usableScopes({ suspended, scopes }: Installation): readonly Scope[] {
  return suspended ? [] : scopes;
}

/** What a bot asks for. One that has never said it asks for everything, as bots could do everything once. */
export function askedScopes({ application }: UserDocument): Scope[] {
  return application?.scopes ?? ALL_SCOPES;
}

/**
 * Checks what is to be granted to a bot.
 *
 * @throws CozyError INVALID_INPUT for a scope that it does not ask for, or a channel that is not of the community.
 */
export function assertGrant(
  community: CommunityState,
  bot: UserDocument,
  { scopes = [], channels }: { scopes?: readonly Scope[] | undefined; channels?: readonly string[] | null | undefined },
): void {
  const asked = askedScopes(bot);
  const unasked = scopes.find((scope) => !asked.includes(scope));
  if (unasked) throw new CozyError('INVALID_INPUT', { errors: { '/scopes': `The bot does not ask for ${unasked}.` } });
  if (channels?.some((id) => !community.channels.has(id))) {
    throw new CozyError('INVALID_INPUT', { errors: { '/channels': 'All must be channels of this community.' } });
  }
}

/**
 * Changes an installation on exactly the version that was read, and announces it: as new where there was none.
 *
 * @param change given what there is, throws CozyError or gives what there is to be from now on.
 * @param entry what the audit log is to say of it, given what there was and is.
 * @throws CozyError UNKNOWN_INSTALLATION when the bot is not in the community, CONFLICT when others keep overtaking.
 */
export async function changeInstallation(
  { database, outbox, replica }: Context,
  communityId: string,
  botId: string,
  change: (before: InstallationDocument | undefined) => InstallationDocument,
  entry?: (before: InstallationDocument | undefined, after: InstallationDocument) => NewEvent,
): Promise<Installation> {
  const _id = `${communityId}:${botId}`;
  return await untilCommitted(async () => {
    const document = (await database.members.findOne({ _id, left: false }).lean()) as MemberDocument | null;
    if (!document) throw new CozyError('UNKNOWN_INSTALLATION');
    const { installation: before } = document;
    const after = change(before);
    const data = installationOf(communityId, botId, after);
    const update: NewEvent = { owner: { kind: 'c', id: communityId }, name: 'INSTALLATION_UPDATE', data };
    const committed = await outbox.commit(
      database.members,
      { _id, rev: document.rev, left: false },
      { $set: { installation: after } },
      [before ? update : installed(data), ...(entry ? [entry(before, after)] : [])],
    );
    if (!committed) return OVERTAKEN;
    await replica.reached(committed.places);
    return data;
  });
}

/** The event that announces a new installation. */
export function installed(data: Installation): NewEvent {
  return { owner: { kind: 'c', id: data.community_id }, name: 'INSTALLATION_CREATE', data };
}

/** The event that ends a token of an installation on every node: a token counts as a log-in of the bot. */
export function tokenEnded(botId: string, { id }: { id: string }): NewEvent {
  return { owner: { kind: 'u', id: botId }, name: 'SESSION_DELETE', data: { id } };
}
