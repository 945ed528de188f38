/**
 * Access that was proven before and is now missing. One token without permissions proves nothing,
 * because Microsoft's servers are not consistent, so a person is asked only after several looks.
 */
import { isLostAccess, ProvostError } from '../domain/failures.ts';
import { DOUBT_DELAYS } from '../domain/limits.ts';

export const isDoubtful = ({ type }: ProvostError): boolean => isLostAccess(type);

/** Milliseconds until the next look after `looks` earlier ones; null when there were enough. */
export const doubtDelay = (looks: number): number | null => DOUBT_DELAYS[looks] ?? null;

/**
 * Microsoft does not find what must be there, such as its own list: its servers are not consistent.
 * Unlike a name that a person looks for, it is asked for again.
 */
export function asPassing(error: ProvostError): ProvostError {
  if (error.type !== 'NotFound') return error;
  const { details, cause } = error;
  return new ProvostError('UnexpectedAnswer', undefined, { details, cause });
}

/** The failure that asks a person to act: the consent is gone, or something else stands in the way. */
export function alarmOf({ type, message, details, cause }: ProvostError): ProvostError {
  const revoked = type === 'ConsentRevoked' || type === 'GrantNotVisible';
  if (revoked) return new ProvostError('ConsentRevoked', undefined, { details, cause });
  return new ProvostError('AccessBlocked', message, {
    details: { ...details, reason: type },
    cause,
  });
}
