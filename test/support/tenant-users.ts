import type { User } from '../../sandbox/directory/objects.ts';
import { TenantHolder } from '../../sandbox/tenant-holders.ts';
import { tenantDefinitions } from '../../sandbox/tenants.ts';

/** The users that the sandbox's Contoso of this size begins with, and their mailboxes. */
export function usersOfContoso(size: number): User[] {
  const [contoso] = tenantDefinitions(size);
  if (!contoso) throw new Error('The sandbox must have a main tenant');
  const { users } = new TenantHolder(contoso, {}).directory;
  return Array.from({ length: users.end }, (_, position) => users.at(position)).filter(
    (user) => user !== undefined,
  );
}

/** How many of them have a mailbox. */
export const mailboxesOfContoso = (size: number): number =>
  usersOfContoso(size).filter(({ mailbox }) => mailbox !== null).length;
