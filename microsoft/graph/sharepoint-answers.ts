/** What SharePoint's refusals mean. It tells some of them only by their text. */
import { ProvostError } from '../../domain/failures.ts';

const NO_LICENSE = { says: 'noSharePointLicense' } as const;

/** The tenant has no SharePoint. */
export const isUnlicensed = (error: unknown): boolean =>
  error instanceof ProvostError && error.details['says'] === NO_LICENSE.says;

/** The failure by which that is told, for who has found it out otherwise. */
export const unlicensed = (): ProvostError =>
  new ProvostError('UnexpectedAnswer', undefined, { details: NO_LICENSE });

/** The site or the drive is not there, or not for the host that was asked for. */
export const isNotThere = (error: unknown): boolean =>
  error instanceof ProvostError &&
  (error.details['status'] === 404 ||
    (error.details['status'] === 400 && error.details['code'] === 'invalidRequest'));

/** A user has no OneDrive. Of a user, a missing license says the same. */
export const isNotProvisioned = (error: unknown): boolean =>
  error instanceof ProvostError && (error.details['status'] === 404 || saysNoDrive(error));

/** Microsoft says so in words, and does not just fail to find it. */
export const saysNoDrive = (error: ProvostError): boolean =>
  isUnlicensed(error) || error.details['says'] === 'noPersonalSite';
