import { type AccountView, consentView } from '../../domain/account.ts';
import { consentsOf, readingConsent } from '../../domain/consents.ts';
import type { Service } from '../../domain/services/services.ts';
import { ProvostError } from '../../domain/failures.ts';
import type { AccountDocument, SharedAccount } from '../account-document.ts';
import type { AccountGateway } from '../account-gateway.ts';
import type { Role } from '../authentication/authentication.ts';
import type { ApiDependencies } from '../dependencies.ts';

/** The open account as this reader may see it, or null. */
export async function readAccount(
  { accounts, workflowLink }: Pick<ApiDependencies, 'accounts' | 'workflowLink'>,
  { organizationId, role }: { organizationId: string; role: Role },
  service: Service,
): Promise<AccountDocument | null> {
  const account = await accounts.read(service, organizationId);
  return account && asSeenBy(workflowLink, { organizationId, role }, account);
}

/** Adds what only some roles may see. */
export function asSeenBy(
  workflowLink: ApiDependencies['workflowLink'],
  { organizationId, role }: { organizationId: string; role: Role },
  account: SharedAccount,
): AccountDocument {
  const isAdministrator = role === 'administrator';
  return {
    ...account,
    consents: isAdministrator ? account.consents : account.consents.map(withoutRecipient),
    workflowLink: (isAdministrator && workflowLink(account.service, organizationId)) || null,
  };
}

/** To whom a consent link was sent is for those who could have sent it. */
function withoutRecipient(
  consent: SharedAccount['consents'][number],
): AccountDocument['consents'][number] {
  const { link } = consent;
  return link?.mail ? { ...consent, link: { ...link, mail: { ...link.mail, to: null } } } : consent;
}

/**
 * The open account's view.
 * @throws ProvostError NotFound if the service is not provisioned.
 */
export async function openAccount(
  gateway: AccountGateway,
  service: Service,
  organizationId: string,
): Promise<AccountView> {
  const current = await gateway.view(service, organizationId);
  if (!current) throw new ProvostError('NotFound', 'This service is not provisioned.');
  return current.view;
}

/**
 * The tenant whose directory may be read.
 * @throws ProvostError WrongState before the consent that reads it is granted.
 */
export function requireTenant(view: AccountView): string {
  if (view.tenantId && consentView(view, readingConsent(view.service)).status === 'granted')
    return view.tenantId;
  const one = consentsOf(view.service).length === 1;
  throw new ProvostError(
    'WrongState',
    `${one ? 'The consent' : 'Both consents'} must be granted first.`,
  );
}
