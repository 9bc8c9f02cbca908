import { ALL_PERMISSIONS, CozyError, hasPermission, PERMISSIONS } from '@cozy/protocol';

/**
 * Refuses to hand out permissions that one lacks oneself.
 *
 * @param held by who hands them out.
 * @param given as a decimal string.
 * @throws CozyError MISSING_PERMISSION; INVALID_INPUT when there are bits that mean nothing.
 */
export function assertGrantable(held: bigint, given: string): void {
  const bits = BigInt(given);
  if (bits & ~ALL_PERMISSIONS) {
    throw new CozyError('INVALID_INPUT', { errors: { '/permissions': 'Has bits that are no permission.' } });
  }
  if (hasPermission(held, 'ADMINISTRATOR')) return;
  for (const [name, bit] of Object.entries(PERMISSIONS)) {
    if (bits & bit & ~held)
      throw new CozyError('MISSING_PERMISSION', { message: `You cannot give ${name}, which you lack.` });
  }
}

/**
 * Refuses to act on a role that does not stand below one's own highest.
 *
 * @throws CozyError ROLE_HIERARCHY.
 */
export function assertBelow(position: number, rank: number): void {
  if (position >= rank) throw new CozyError('ROLE_HIERARCHY');
}
