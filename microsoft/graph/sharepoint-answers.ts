/** What SharePoint's refusals mean. It tells some of them only by their text. */
import { ProvostError } from '../../domain/failures.ts';

/** The tenant has no SharePoint. */
export const isUnlicensed = (error: unknown): boolean =>
  error instanceof ProvostError && error.details['says'] === 'noSharePointLicense';

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
