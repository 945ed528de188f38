/** MSAL Node on our transport, with its own throttling, logging and discovery disabled. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { AuthError, ConfidentialClientApplication } from '@azure/msal-node';
import { z } from 'zod';
import type { FailureType } from '../domain/failures.ts';
import { CLOUDS } from './clouds.ts';
import type { MicrosoftConfiguration, Registration } from './configuration.ts';
import { parseAnswer, tokenFailureOf } from './errors.ts';
import { send } from './transport.ts';

/**
 * The fields passed to MSAL. Without `refresh_token`: we keep no user tokens. Without
 * `refresh_in`: MSAL would refresh early, and fail the call although its token is still valid.
 */
const tokenSchema = z.object({
  token_type: z.string(),
  expires_in: z.coerce.number(),
  ext_expires_in: z.coerce.number().optional(),
  access_token: z.string().min(1),
  id_token: z.string().optional(),
  scope: z.string().optional(),
  client_info: z.string().optional(),
});

/** MSAL rethrows an AuthError unchanged, but replaces all other errors of its network client. */
class CarriedFailure extends AuthError {
  readonly failure: unknown;

  constructor(failure: unknown) {
    super('carried_failure', '');
    // AuthError's constructor sets its own prototype.
    Object.setPrototypeOf(this, CarriedFailure.prototype);
    this.failure = failure;
  }
}

const callersSignal = new AsyncLocalStorage<AbortSignal | undefined>();

/** Makes one MSAL call and rethrows errors of our transport unchanged. */
export async function callMsal<T>(
  signal: AbortSignal | undefined,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await callersSignal.run(signal, call);
  } catch (error) {
    throw error instanceof CarriedFailure ? error.failure : error;
  }
}

interface MsalOptions {
  /** The failure for a rejected request, e.g. `GrantNotVisible`. */
  readonly rejected: FailureType;
  /** Modifies the form that is posted to `/token`. */
  readonly form?: (fields: URLSearchParams) => void;
}

/**
 * Creates a client with Microsoft's own authorities. MSAL has their metadata built in, so it
 * needs no discovery; our transport maps the origin.
 */
export function createMsalClient(
  configuration: MicrosoftConfiguration,
  { clientId, credential }: Registration,
  options: MsalOptions,
): ConfidentialClientApplication {
  const secret =
    'secret' in credential
      ? { clientSecret: credential.secret }
      : {
          clientCertificate: {
            thumbprintSha256: credential.thumbprintSha256,
            privateKey: credential.privateKeyPem,
          },
        };
  return new ConfidentialClientApplication({
    auth: { clientId, authority: authorityOf(configuration, 'organizations'), ...secret },
    system: {
      networkClient: createNetworkClient(configuration, options),
      disableInternalRetries: true,
      loggerOptions: { loggerCallback: () => {}, piiLoggingEnabled: false },
    },
  });
}

/** The canonical authority for a tenant id or `organizations`. */
export function authorityOf({ cloud }: MicrosoftConfiguration, tenant: string): string {
  return `${CLOUDS[cloud].login}/${tenant}`;
}

/**
 * Throws errors before MSAL sees the response. After a 429, a 5xx or a Retry-After, MSAL
 * would reject further calls by itself for a minute.
 */
function createNetworkClient(
  configuration: MicrosoftConfiguration,
  { rejected, form }: MsalOptions,
): INetworkModule {
  const post = async (url: string, options: NetworkRequestOptions | undefined) => {
    const fields = new URLSearchParams(options?.body);
    form?.(fields);
    const answer = await send(configuration, {
      method: 'POST',
      url,
      headers: options?.headers,
      body: fields.toString(),
      signal: callersSignal.getStore(),
    });
    if (answer.status !== 200) throw tokenFailureOf(answer, rejected);
    return { status: 200, headers: {}, body: parseAnswer(tokenSchema, answer) };
  };
  return {
    sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) =>
      post(url, options).catch(carry) as Promise<NetworkResponse<T>>,
    sendGetRequestAsync: (url) => carry(new Error(`Unexpected MSAL discovery request: ${url}`)),
  };
}

async function carry(failure: unknown): Promise<never> {
  throw new CarriedFailure(failure);
}
