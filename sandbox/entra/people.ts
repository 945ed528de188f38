/** People across tenants: who signs in with what, and whom a tenant takes them for. */
import type { AppRegistration, Person, Tenant } from '../model.ts';
import { EntraError } from './errors.ts';

/** Somebody signed in, as the tenant that they come from knows them. */
export interface Account {
  readonly home: Tenant;
  readonly person: Person;
}

/** What the person types to sign in: a guest's address at home, else the user principal name. */
export function signInName({ userPrincipalName }: Person): string {
  const [mangled, rest] = userPrincipalName.split('#EXT#');
  if (mangled === undefined || rest === undefined) return userPrincipalName;
  const at = mangled.lastIndexOf('_');
  return `${mangled.slice(0, at)}@${mangled.slice(at + 1)}`;
}

const sameName = (left: string, right: string): boolean =>
  left.toLowerCase() === right.toLowerCase();

/** The account with that sign-in name, in the tenant where it is at home. */
export function findAccount(tenants: readonly Tenant[], name: string): Account | undefined {
  const typed = name.trim();
  for (const home of tenants) {
    const person = home.people.find(
      ({ homeTenantId, userPrincipalName }) =>
        homeTenantId === undefined && sameName(userPrincipalName, typed),
    );
    if (person) return { home, person };
  }
  return undefined;
}

/** The account as a member or guest of the tenant; undefined when the tenant does not know it. */
export function personIn(tenant: Tenant, account: Account): Person | undefined {
  if (tenant.id === account.home.id) return account.person;
  return tenant.people.find(
    (guest) =>
      guest.homeTenantId === account.home.id &&
      sameName(signInName(guest), account.person.userPrincipalName),
  );
}

/** Of a fleet of thousands, a page names the first. */
export const NAMED_TENANTS = 20;

/** The sign-in names and passwords to show on a sign-in page; without a tenant, those of the first ones. */
export const credentialsOf = (tenants: readonly Tenant[], tenant: Tenant | undefined) =>
  (tenant ? [tenant] : tenants.slice(0, NAMED_TENANTS)).flatMap(({ displayName, people }) =>
    people
      .filter(({ homeTenantId }) => tenant !== undefined || homeTenantId === undefined)
      .map((person) => ({ person, name: signInName(person), tenantName: displayName })),
  );

/** Somebody signed in who is no member or guest of the tenant. */
export const wrongDirectory = (
  { clientId, displayName }: AppRegistration,
  tenant: Tenant,
  { home, person }: Account,
) =>
  new EntraError('wrongDirectory', {
    account: person.userPrincipalName,
    provider: `https://sts.windows.net/${home.id}/`,
    tenant: tenant.displayName,
    clientId,
    app: displayName,
  });
