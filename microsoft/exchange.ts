/** Checks access to Exchange Web Services (SOAP, EWS `GetFolder`). */
import { randomUUID } from 'node:crypto';
import { missingPermissions } from '../domain/consents.ts';
import { ProvostError } from '../domain/failures.ts';
import { CLOUDS } from './clouds.ts';
import type { MicrosoftConfiguration } from './configuration.ts';
import { failureOf } from './errors.ts';
import { ewsFailureOf, ewsResultOf } from './ews-answer.ts';
import { getFolderRequest } from './ews-request.ts';
import type { Identity } from './identity.ts';
import type { MicrosoftAnswer } from './transport.ts';
import { send } from './transport.ts';

/** `noMailbox`: access works, but the address has no mailbox. `blocked`: by the organization's settings. */
export type Reach = 'reachable' | 'noMailbox' | 'blocked';

export interface Exchange {
  /**
   * Opens the inbox of a mailbox through EWS, impersonating its owner.
   * @param probe.mailbox an SMTP address
   * @throws ProvostError `GrantNotVisible` when the token or the impersonation is not accepted,
   * `MicrosoftThrottled`, `MicrosoftUnavailable`, `UnexpectedAnswer`, `InvalidInput` for an invalid address
   */
  probe(probe: { tenantId: string; mailbox: string; signal?: AbortSignal }): Promise<Reach>;
}

export function createExchange({
  identity,
  configuration,
}: {
  identity: Identity;
  configuration: MicrosoftConfiguration;
}): Exchange {
  const url = `${CLOUDS[configuration.cloud].outlook}/EWS/Exchange.asmx`;

  async function attempt(
    { tenantId, mailbox, signal }: Parameters<Exchange['probe']>[0],
    fresh: boolean,
  ): Promise<{ answer: MicrosoftAnswer; roles: readonly string[] }> {
    const body = getFolderRequest(mailbox);
    const { token, roles } = await identity.appToken({ kind: 'exchange', tenantId, fresh, signal });
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'text/xml; charset=utf-8',
      'x-anchormailbox': mailbox,
      'client-request-id': randomUUID(),
      'return-client-request-id': 'true',
    };
    const answer = await send(configuration, { method: 'POST', url, headers, body, signal });
    return { answer, roles };
  }

  return {
    async probe(probe) {
      let { answer, roles } = await attempt(probe, false);
      if (answer.status === 401) ({ answer, roles } = await attempt(probe, true));
      if (answer.status === 401) throw grantNotVisible(answer);
      if (answer.status === 403) {
        // The token has every role, so the organization blocks EWS.
        if (missingPermissions('exchange', roles).length === 0) return 'blocked';
        throw grantNotVisible(answer);
      }
      return reachOf(answer);
    },
  };
}

function grantNotVisible(answer: MicrosoftAnswer): ProvostError {
  return new ProvostError('GrantNotVisible', undefined, { details: failureOf(answer).details });
}

function reachOf(answer: MicrosoftAnswer): Reach {
  const result = ewsResultOf(answer);
  if (result?.code === 'NoError') return 'reachable';
  if (result?.code === 'ErrorNonExistentMailbox') return 'noMailbox';
  throw ewsFailureOf(answer, result);
}

/**
 * The command that unblocks this application. It replaces the allow list: if the list is
 * not empty (`Get-OrganizationConfig` shows `EwsAllowedAppIDs`), the administrator must
 * include its ids between the quotes.
 */
export function unblockCommand(clientId: string): string {
  return `Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs "${clientId}"`;
}
