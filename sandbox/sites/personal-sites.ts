/** Which users have a OneDrive, and why the others have none. */
import type { Directory } from '../directory/directory.ts';
import type { User } from '../directory/objects.ts';
import { hasTrait } from '../directory/traits.ts';

/**
 * Why a user has no OneDrive. Microsoft answers each with an error of its own.
 * `notProvisioned`: licensed, but the user has never opened it. `noLicense`: has never had a
 * license. `licenseEnded`: had one.
 */
export type MissingDrive = 'notProvisioned' | 'noLicense' | 'licenseEnded';

const isSharePoint = ({ service }: User['assignedPlans'][number]) => service === 'SharePoint';

/** The users at the beginning: first the generated ones, then the people who sign in. */
export interface InitialUsers {
  readonly count: number;
  readonly people: number;
}

/** Null for a user who had a OneDrive from the beginning. */
export function missingDriveOf(
  { users }: Directory,
  position: number,
  { count, people }: InitialUsers,
): MissingDrive | null {
  const { assignedPlans, userPrincipalName } = users.original(position);
  const plan = assignedPlans.find(isSharePoint);
  if (plan?.capabilityStatus === 'Deleted') return 'licenseEnded';
  // Guests and external members have theirs at home.
  if (!plan || userPrincipalName.includes('#EXT#')) return 'noLicense';
  // Users who were added since have not opened theirs yet. Everybody who signs in has.
  const isGenerated = position < count - people;
  const neverOpened = isGenerated && hasTrait(position, 'withoutOneDrive');
  return position >= count || neverOpened ? 'notProvisioned' : null;
}
