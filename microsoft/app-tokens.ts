/** App-only tokens by client credentials (RFC 6749 section 4.4), kept in memory by MSAL until they expire. */
import type { ConfidentialClientApplication } from '@azure/msal-node';
import { decodeJwt, errors } from 'jose';
import { z } from 'zod';
import type { ConsentKind } from '../domain/consents.ts';
import { ProvostError } from '../domain/failures.ts';
import { CLOUDS } from './clouds.ts';
import type { MicrosoftService } from './clouds.ts';
import type { MicrosoftConfiguration } from './configuration.ts';
import { authorityOf, createMsalClient, throughMsal } from './msal.ts';

/** Tenants whose tokens are held at once; the one that was asked for longest ago goes first. */
const MAX_CLIENTS = 2_000;

/** How long a token is used before MSAL is asked again, and how long before its end. */
const HOLD = 60_000;
const EXPIRY_MARGIN = 300_000;

const RESOURCES: Record<ConsentKind, MicrosoftService> = { exchange: 'outlook', graph: 'graph' };

export interface AppTokenRequest {
  readonly kind: ConsentKind;
  readonly tenantId: string;
  /** Ask Entra even if a token is held, to see what was granted or withdrawn meanwhile. */
  readonly fresh?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface AppToken {
  readonly token: string;
  /** The application permissions in it; none when nothing is granted. */
  readonly roles: readonly string[];
}

export type GetAppToken = (request: AppTokenRequest) => Promise<AppToken>;

/** The scope that stands for everything which was consented to of a consent's resource. */
export function defaultScope({ cloud }: MicrosoftConfiguration, kind: ConsentKind): string {
  return `${CLOUDS[cloud][RESOURCES[kind]]}/.default`;
}

/**
 * One MSAL client per tenant and consent: MSAL looks through all the tokens that
 * a client holds at every call, and can only forget them all.
 */
export function createAppTokens(
  configuration: MicrosoftConfiguration,
  maxClients = MAX_CLIENTS,
): GetAppToken {
  const clients = new Map<string, ConfidentialClientApplication>();
  const clientOf = (kind: ConsentKind, tenantId: string) => {
    const key = `${kind}/${tenantId}`;
    const client =
      clients.get(key) ??
      createMsalClient(configuration, configuration.registrations[kind], {
        rejected: 'GrantNotVisible',
      });
    clients.delete(key);
    clients.set(key, client);
    const [oldest] = clients.keys();
    if (clients.size > maxClients && oldest !== undefined) clients.delete(oldest);
    return client;
  };
  const held = new WeakMap<ConfidentialClientApplication, { token: AppToken; until: number }>();
  return async ({ kind, tenantId, fresh = false, signal }) => {
    const client = clientOf(kind, tenantId);
    const known = fresh ? undefined : held.get(client);
    if (known && known.until > Date.now()) return known.token;
    const result = await throughMsal(signal, () =>
      client.acquireTokenByClientCredential({
        scopes: [defaultScope(configuration, kind)],
        authority: authorityOf(configuration, tenantId),
        skipCache: fresh,
        azureRegion: 'DisableMsalForceRegion',
      }),
    );
    if (result === null) throw new ProvostError('UnexpectedAnswer');
    const token = { token: result.accessToken, roles: rolesOf(result.accessToken) };
    // MSAL's own look at its cache costs more than all the rest of a request.
    const until = Math.min((result.expiresOn?.getTime() ?? 0) - EXPIRY_MARGIN, Date.now() + HOLD);
    held.set(client, { token, until });
    return token;
  };
}

const rolesSchema = z.object({ roles: z.array(z.string()).default([]) });

/** Of our own token, straight from Entra: nothing to verify, and one that cannot be read shows no roles. */
function rolesOf(token: string): readonly string[] {
  try {
    return rolesSchema.safeParse(decodeJwt(token)).data?.roles ?? [];
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return [];
    throw error;
  }
}
