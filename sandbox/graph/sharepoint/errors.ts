/** Errors of SharePoint and OneDrive, with their wording. */
import type { MissingDrive } from '../../sites/personal-sites.ts';
import { GraphError } from '../errors.ts';

export const invalidRequest = (message: string): GraphError =>
  new GraphError(400, 'invalidRequest', message);

export const siteNotFound = (): GraphError =>
  new GraphError(404, 'itemNotFound', 'Requested site could not be found');

export const foreignHost = (): GraphError =>
  invalidRequest('Provided id has an invalid hostname for this tenancy');

export const driveNotFound = (): GraphError =>
  new GraphError(404, 'itemNotFound', 'The resource could not be found.');

const NO_LICENSE = 'Tenant does not have a SPO license.';

export const noLicense = (): GraphError => new GraphError(400, 'BadRequest', NO_LICENSE);

/** A user has no OneDrive. Who asks for many of those is throttled. */
export class NoDriveError extends GraphError {}

/** All three say the same: there is no OneDrive. */
export const MISSING_DRIVES: Readonly<Record<MissingDrive, () => NoDriveError>> = {
  notProvisioned: () => new NoDriveError(404, 'ResourceNotFound', "User's mysite not found."),
  noLicense: () => new NoDriveError(400, 'BadRequest', "Unable to retrieve user's mysite URL."),
  licenseEnded: () => new NoDriveError(400, 'BadRequest', NO_LICENSE),
};
