/** Who may use EWS, and whose mailbox a request opens. */
import type { Context } from 'hono';
import type { Directory } from '../directory/directory.ts';
import type { User } from '../directory/objects.ts';
import type { Mailbox } from '../mail/mailbox.ts';
import { isEwsBlocked, isRefused, mailboxOf } from '../mail/mailboxes.ts';
import type { AppToken, Tenant } from '../model.ts';
import { type EwsAnswer, faulty, rejected } from './answers.ts';
import type { Impersonated } from './soap.ts';

const FULL_ACCESS = 'full_access_as_app';
const XML_TYPE = /^text\/xml\s*(;|$)/i;

const BLOCKED = 'EWS is not enabled for this application.';
export const NO_MAILBOX = [
  'ErrorNonExistentMailbox',
  'The SMTP address has no mailbox associated with it.',
] as const;

/** The owner of a mailbox, by principal name or SMTP address. */
export interface Owner {
  readonly user: User;
  readonly position: number;
}

const withoutScheme = (proxyAddress: string) => proxyAddress.slice(proxyAddress.indexOf(':') + 1);

/** Undefined if there is no such mailbox. */
export function findOwner(directory: Directory, address: string): Owner | undefined {
  const wanted = address.toLowerCase();
  const names = ({ userPrincipalName, proxyAddresses }: User) =>
    [userPrincipalName, ...proxyAddresses.map(withoutScheme)].map((name) => name.toLowerCase());
  for (const position of directory.addressCandidates(address)) {
    const user = directory.users.at(position);
    if (user && user.mailbox !== null && names(user).includes(wanted)) return { user, position };
  }
  return undefined;
}

/** The rejection before the body is read, if any. Checks are in Exchange's order. */
export function refusalOf(c: Context, { roles }: AppToken, { faults }: Tenant): EwsAnswer | null {
  if (roles.length === 0)
    return rejected(403, 'The token contains no permissions, or none that can be understood.');
  if (faults.ewsBlocked) return rejected(403, BLOCKED);
  if (!XML_TYPE.test(c.req.header('content-type') ?? '')) return { status: 415, body: '' };
  // Other Exchange permissions pass authentication but do not allow impersonation.
  if (roles.includes(FULL_ACCESS)) return null;
  return faulty(
    'ErrorImpersonateUserDenied',
    'The account does not have permission to impersonate the requested user.',
  );
}

/** The anchor routes the request, so it must be the address of a mailbox of the tenant. */
export function refusedAnchor(directory: Directory, anchor: string | undefined): EwsAnswer | null {
  if (!anchor) return faulty('ErrorInvalidRequest', 'The X-AnchorMailbox header is missing.');
  return findOwner(directory, anchor) ? null : faulty(...NO_MAILBOX);
}

const primaryOf = ({ mail, userPrincipalName }: User) => mail ?? userPrincipalName;

/** The mailbox of the impersonated user, or the answer that refuses it. */
export function impersonate(
  { tenant, directory }: { tenant: Tenant; directory: Directory },
  impersonated: Impersonated | null,
): Mailbox | EwsAnswer {
  const { PrimarySmtpAddress, SmtpAddress, PrincipalName } = impersonated ?? {};
  const address = PrimarySmtpAddress ?? SmtpAddress ?? PrincipalName;
  if (address === undefined)
    return faulty(
      'ErrorInvalidExchangeImpersonationHeaderData',
      'ExchangeImpersonation SOAP header must be present for this type of OAuth token.',
    );
  const owner = findOwner(directory, address);
  if (!owner) return faulty(...NO_MAILBOX);
  const primary = primaryOf(owner.user);
  if (PrimarySmtpAddress && PrimarySmtpAddress.toLowerCase() !== primary.toLowerCase())
    return faulty(
      'ErrorNonPrimarySmtpAddress',
      'The primary SMTP address must be specified when referencing a mailbox.',
      { Primary: primary },
    );
  if (isEwsBlocked(tenant, owner.user)) return rejected(403, BLOCKED);
  if (isRefused(tenant, owner.user))
    return faulty('ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  return mailboxOf(directory, owner.position, owner.user);
}
