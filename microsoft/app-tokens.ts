/** App-only tokens by client credentials (RFC 6749 section 4.4), cached in memory by MSAL until they expire. */
import type { ConfidentialClientApplication } from '@azure/msal-node';
import { decodeJwt, errors } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type ConsentKind, CONSENTS } from '../domain/consents.ts';
import { ProvostError } from '../domain/failures.ts';
import { EXCHANGE_ONLINE } from '../domain/services/exchange-online.ts';
import { MICROSOFT_GRAPH } from '../domain/services/service.ts';
import { CLOUDS } from './clouds.ts';
import type { MicrosoftService } from './clouds.ts';
import type { MicrosoftConfiguration } from './configuration.ts';
import { authorityOf, createMsalClient, callMsal } from './msal.ts';

/** Maximum number of cached MSAL clients; the least recently used is evicted first. */
const MAX_CLIENTS = 2_000;

/** Milliseconds for which a token is reused without asking MSAL, and the margin before its expiry. */
const HOLD = 60_000;
const EXPIRY_MARGIN = 300_000;

type ResourceAppId = (typeof CONSENTS)[ConsentKind]['resourceAppId'];
const RESOURCES: Readonly<Record<ResourceAppId, MicrosoftService>> = {
  [EXCHANGE_ONLINE.consents.exchange.resourceAppId]: 'outlook',
  [MICROSOFT_GRAPH.resourceAppId]: 'graph',
};

export interface AppTokenRequest {
  readonly kind: ConsentKind;
  readonly tenantId: string;
  /** Bypasses the cache, to see permissions granted or revoked since. */
  readonly fresh?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface AppToken {
  readonly token: string;
  /** The application permissions in the token; empty when nothing is granted. */
  readonly roles: readonly string[];
}

export type GetAppToken = (request: AppTokenRequest) => Promise<AppToken>;

/** The `.default` scope of a consent's resource: all permissions that were granted. */
export function defaultScope({ cloud }: MicrosoftConfiguration, kind: ConsentKind): string {
  return `${CLOUDS[cloud][RESOURCES[CONSENTS[kind].resourceAppId]]}/.default`;
}

/**
 * One MSAL client per tenant and consent: on every call MSAL scans all tokens that a client
 * caches, and it can only clear them all.
 */
export function createAppTokens(
  configuration: MicrosoftConfiguration,
  maxClients = MAX_CLIENTS,
): GetAppToken {
  const clients = new LRUCache<string, ConfidentialClientApplication>({ max: maxClients });
  const clientOf = (kind: ConsentKind, tenantId: string) => {
    const key = `${kind}/${tenantId}`;
    const client =
      clients.get(key) ??
      createMsalClient(configuration, configuration.registrations[kind], {
        rejected: 'GrantNotVisible',
      });
    clients.set(key, client);
    return client;
  };
  const held = new WeakMap<ConfidentialClientApplication, { token: AppToken; until: number }>();
  return async ({ kind, tenantId, fresh = false, signal }) => {
    const client = clientOf(kind, tenantId);
    const known = fresh ? undefined : held.get(client);
    if (known && known.until > Date.now()) return known.token;
    const result = await callMsal(signal, () =>
      client.acquireTokenByClientCredential({
        scopes: [defaultScope(configuration, kind)],
        authority: authorityOf(configuration, tenantId),
        skipCache: fresh,
        azureRegion: 'DisableMsalForceRegion',
      }),
    );
    if (result === null) throw new ProvostError('UnexpectedAnswer');
    const token = { token: result.accessToken, roles: rolesOf(result.accessToken) };
    // MSAL's cache lookup costs more than the rest of a request.
    const until = Math.min((result.expiresOn?.getTime() ?? 0) - EXPIRY_MARGIN, Date.now() + HOLD);
    held.set(client, { token, until });
    return token;
  };
}

const rolesSchema = z.object({ roles: z.array(z.string()).default([]) });

/** No signature check: the token is our own, straight from Entra. A token that cannot be decoded has no roles. */
function rolesOf(token: string): readonly string[] {
  try {
    return rolesSchema.safeParse(decodeJwt(token)).data?.roles ?? [];
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return [];
    throw error;
  }
}
