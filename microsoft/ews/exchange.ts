/** Checks access to Exchange Web Services (SOAP, EWS `GetFolder`). */
import type { QuarantineProver } from '../quarantine/adapter.ts';
import { createEwsQuarantine } from '../quarantine/ews.ts';
import { createEwsClient, type EwsDependencies } from './client.ts';
import { type Reach, reachOf } from './reach.ts';

export interface Exchange {
  /**
   * Opens the inbox of a mailbox through EWS, impersonating its owner.
   * @param probe.mailbox an SMTP address
   * @throws ProvostError `GrantNotVisible` when the token or the impersonation is not accepted,
   * `MicrosoftThrottled`, `MicrosoftUnavailable`; everything else is an outcome with EWS's code
   */
  probe(probe: { tenantId: string; mailbox: string; signal?: AbortSignal }): Promise<Reach>;
  /** The quarantine by Exchange Web Services. */
  readonly quarantine: QuarantineProver;
}

const GET_INBOX =
  '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>' +
  '<m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>';

export function createExchange(dependencies: EwsDependencies): Exchange {
  const client = createEwsClient(dependencies);
  return {
    quarantine: createEwsQuarantine(client),
    async probe(probe) {
      try {
        await client.call({ ...probe, operation: GET_INBOX });
        return { outcome: 'works', code: null };
      } catch (error) {
        return reachOf(error);
      }
    },
  };
}
