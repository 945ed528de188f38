/** Accounts across tenants: sign-in names, credentials, members and guests. */
import type { AppRegistration, Person, Tenant } from '../model.ts';
import { EntraError } from './errors.ts';

/** An account in its home tenant. */
export interface Account {
  readonly home: Tenant;
  readonly person: Person;
}

/** The sign-in name: a guest's address in the home tenant, otherwise the user principal name. */
export function signInName({ userPrincipalName }: Person): string {
  const [mangled, rest] = userPrincipalName.split('#EXT#');
  if (mangled === undefined || rest === undefined) return userPrincipalName;
  const at = mangled.lastIndexOf('_');
  return `${mangled.slice(0, at)}@${mangled.slice(at + 1)}`;
}

/** Members whose home tenant is another one included. */
export const isMember = ({ homeTenantId, isExternalMember }: Person): boolean =>
  homeTenantId === undefined || isExternalMember === true;

/** The person's directory roles, and those of Privileged Identity Management that are active now. */
export const activeRoles = ({ faults }: Tenant, person: Person): readonly string[] =>
  faults.activatedRoles.includes(signInName(person))
    ? [...person.directoryRoles, ...(person.eligibleRoles ?? [])]
    : person.directoryRoles;

const sameName = (left: string, right: string): boolean =>
  left.toLowerCase() === right.toLowerCase();

/** The account with that sign-in name in its home tenant. */
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

/** The account as a member or guest of the tenant; undefined if it is neither. */
export function personIn(tenant: Tenant, account: Account): Person | undefined {
  if (tenant.id === account.home.id) return account.person;
  return tenant.people.find(
    (guest) =>
      guest.homeTenantId === account.home.id &&
      sameName(signInName(guest), account.person.userPrincipalName),
  );
}

/** A fleet can have thousands of tenants; only the first ones are listed. */
export const NAMED_TENANTS = 20;

/** The credentials to show on a sign-in page; without a tenant, those of the first tenants. */
export const credentialsOf = (tenants: readonly Tenant[], tenant: Tenant | undefined) =>
  (tenant ? [tenant] : tenants.slice(0, NAMED_TENANTS)).flatMap(({ displayName, people }) =>
    people
      .filter(({ homeTenantId }) => tenant !== undefined || homeTenantId === undefined)
      .map((person) => ({ person, name: signInName(person), tenantName: displayName })),
  );

/** The error for an account that is neither a member nor a guest of the tenant. */
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
