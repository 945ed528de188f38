/** Converts people who sign in to directory users. */
import type { Person } from '../model.ts';
import { proxyAddressesOf } from './generated-users.ts';
import type { User } from './objects.ts';
import { PLANS } from './plans.ts';

const GUEST_NAME = /^(.+)_([^_]+)#EXT#@/i;

/** Recovers a guest's address from the `#EXT#` name in the inviting tenant. */
function mailOf({ userPrincipalName }: Person): string {
  const [, local, domain] = GUEST_NAME.exec(userPrincipalName) ?? [];
  return local === undefined ? userPrincipalName : `${local}@${domain}`;
}

/** A member with a mailbox, or a guest without one. */
export function userOf(person: Person): User {
  const guest = person.homeTenantId !== undefined && person.isExternalMember !== true;
  const mail = mailOf(person);
  const [givenName = '', ...others] = person.displayName.split(' ');
  return {
    id: person.objectId.toLowerCase(),
    userPrincipalName: person.userPrincipalName,
    displayName: person.displayName,
    givenName,
    surname: others.join(' ') || null,
    mail,
    mailNickname: person.userPrincipalName.split('@')[0] ?? '',
    accountEnabled: true,
    userType: guest ? 'Guest' : 'Member',
    proxyAddresses: proxyAddressesOf(mail, false),
    assignedPlans: guest ? PLANS.none : PLANS.licensed,
    createdDateTime: '2015-11-02T08:00:00Z',
    mailbox: guest ? null : 'user',
  };
}
