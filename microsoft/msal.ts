/** MSAL Node, bound to our transport, with its own throttling, logging and discovery out of the way. */
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
 * The fields that MSAL is given. `refresh_token` is left behind: no user's
 * token is kept. So is `refresh_in`: MSAL would renew early, and fail the call
 * though the token it holds is still good.
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

/** MSAL lets an AuthError through as it is and replaces everything else that its network client throws. */
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

/** Makes one MSAL call; what our transport threw inside comes out as it was. */
export async function throughMsal<T>(
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
  /** The failure that stands for a refused request, e.g. `GrantNotVisible`. */
  readonly rejected: FailureType;
  /** Changes the form that is posted to `/token`. */
  readonly form?: (fields: URLSearchParams) => void;
}

/**
 * A client whose authorities stay Microsoft's own. MSAL knows their metadata by
 * heart, so it never asks for it, and our transport maps the origin.
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

/** The canonical authority of a tenant id or of `organizations`. */
export function authorityOf({ cloud }: MicrosoftConfiguration, tenant: string): string {
  return `${CLOUDS[cloud].login}/${tenant}`;
}

/**
 * Every refusal is thrown here, before MSAL sees it. Were it to see a 429, a 5xx
 * or a Retry-After, it would refuse further calls by itself for a minute.
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
    sendGetRequestAsync: (url) => carry(new Error(`MSAL wanted to discover ${url}`)),
  };
}

async function carry(failure: unknown): Promise<never> {
  throw new CarriedFailure(failure);
}
