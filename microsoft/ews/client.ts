/** Sends operations to Exchange Web Services, impersonating the owner of a mailbox. */
import { randomUUID } from 'node:crypto';
import { missingPermissions } from '../../domain/consents.ts';
import { ProvostError } from '../../domain/failures.ts';
import { CLOUDS } from '../clouds.ts';
import type { MicrosoftConfiguration } from '../configuration.ts';
import { failureOf } from '../errors.ts';
import type { Identity } from '../identity.ts';
import type { MicrosoftAnswer } from '../transport.ts';
import { send } from '../transport.ts';
import { ewsFailureOf, type EwsResult, ewsResultOf } from './answers.ts';
import { soapRequest } from './requests.ts';

export interface EwsRequest {
  readonly tenantId: string;
  /** An SMTP address. */
  readonly mailbox: string;
  /** XML with the prefixes `m` and `t`. */
  readonly operation: string;
  readonly signal?: AbortSignal | undefined;
}

/** An operation in a mailbox that is already known. */
export type EwsCall = (operation: string) => Promise<EwsResult>;

export interface EwsClient {
  /**
   * @returns the result of a successful operation
   * @throws ProvostError `GrantNotVisible` when the token or the impersonation is not accepted,
   * `EwsBlocked` when the token has the permission and Exchange refuses all the same,
   * `MicrosoftThrottled`, `MicrosoftUnavailable`, `UnexpectedAnswer` with EWS's response code as
   * `details.code`, `InvalidInput` for an invalid address
   */
  call(request: EwsRequest): Promise<EwsResult>;
}

export interface EwsDependencies {
  readonly identity: Identity;
  readonly configuration: MicrosoftConfiguration;
}

export function createEwsClient({ identity, configuration }: EwsDependencies): EwsClient {
  const url = `${CLOUDS[configuration.cloud].outlook}/EWS/Exchange.asmx`;

  async function attempt({ tenantId, mailbox, operation, signal }: EwsRequest, fresh: boolean) {
    const body = soapRequest(mailbox, operation);
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

  async function accepted(request: EwsRequest): Promise<MicrosoftAnswer> {
    let { answer, roles } = await attempt(request, false);
    if (answer.status === 401) ({ answer, roles } = await attempt(request, true));
    if (answer.status !== 401 && answer.status !== 403) return answer;
    // The code of an access policy says more than the status.
    if (ewsResultOf(answer)?.code === 'ErrorAccessDenied') return answer;
    const { details } = failureOf(answer);
    if (missingPermissions('exchange', roles).length > 0)
      throw new ProvostError('GrantNotVisible', undefined, { details });
    // The token has every role, so settings of the organization or the mailbox block EWS.
    const type = answer.status === 403 ? 'EwsBlocked' : 'AccessRefused';
    throw new ProvostError(type, undefined, { details });
  }

  async function call(request: EwsRequest, redirected = false): Promise<EwsResult> {
    const answer = await accepted(request);
    const result = ewsResultOf(answer);
    if (result?.code === 'NoError') return result;
    const primary = result?.code === 'ErrorNonPrimarySmtpAddress' ? result.primary : null;
    // Once, or wrong answers could go round in a circle.
    if (primary !== null && !redirected) return call({ ...request, mailbox: primary }, true);
    throw ewsFailureOf(answer, result);
  }

  return { call: (request) => call(request) };
}
