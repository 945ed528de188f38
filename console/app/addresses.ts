import type { Session } from '../api/session.ts';
import { readStored } from './local-storage.ts';

/** Storage key of the last visited organization. */
export const LAST_ORGANIZATION = 'provost-organization';

/** Dashboard of the last visited organization, otherwise of the first one. */
export function homeOf({ organizations, activeOrganizationId }: Session): string {
  const last = readStored(LAST_ORGANIZATION) ?? activeOrganizationId;
  const organization = organizations.find(({ id }) => id === last) ?? organizations[0];
  return organization ? `/organizations/${organization.id}/dashboard` : '/sign-in';
}

/** The address if it is within the console, else undefined. Prevents open redirects after sign-in. */
export function localAddress(address: unknown): string | undefined {
  if (typeof address !== 'string' || !address.startsWith('/')) return undefined;
  if (!URL.canParse(address, location.origin)) return undefined;
  const { origin, pathname, search } = new URL(address, location.origin);
  return origin === location.origin ? pathname + search : undefined;
}
