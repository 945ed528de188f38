import type { Session } from '../api/session.ts';
import { readStored } from './stored.ts';

/** Where the console remembers the organization that was looked at last. */
export const LAST_ORGANIZATION = 'provost-organization';

/** The dashboard of the organization that was looked at last, else of the first one. */
export function homeOf({ organizations, activeOrganizationId }: Session): string {
  const last = readStored(LAST_ORGANIZATION) ?? activeOrganizationId;
  const organization = organizations.find(({ id }) => id === last) ?? organizations[0];
  return organization ? `/organizations/${organization.id}/dashboard` : '/sign-in';
}

/** The address when it stays in the console: a link must not lead a person elsewhere after the sign-in. */
export function localAddress(address: unknown): string | undefined {
  if (typeof address !== 'string' || !address.startsWith('/')) return undefined;
  if (!URL.canParse(address, location.origin)) return undefined;
  const { origin, pathname, search } = new URL(address, location.origin);
  return origin === location.origin ? pathname + search : undefined;
}
