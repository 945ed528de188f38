/** The sandbox's Entra ID: everything under `https://login.microsoftonline.com`. */
import { Hono } from 'hono';
import type { AppRegistration, Tenant } from '../model.ts';
import { createAdminConsentRoutes } from './admin-consent.ts';
import { createAuthorizationCodes } from './authorization-codes.ts';
import { createAuthorizeRoutes } from './authorize.ts';
import type { Entra } from './entra.ts';
import type { Ledger } from './ledger.ts';
import { createLogoutRoutes } from './logout.ts';
import { createMetadataRoutes } from './metadata.ts';
import { createSessions } from './sessions.ts';
import type { SigningKey } from './signing-key.ts';
import { createTokenRoutes } from './token.ts';

export interface EntraOptions {
  readonly tenants: readonly Tenant[];
  readonly registrations: readonly AppRegistration[];
  readonly signingKey: SigningKey;
  readonly ledger: Ledger;
  readonly origin?: string | undefined;
}

/** An Entra without sessions and codes. */
export const createEntra = (options: EntraOptions): Entra => ({
  ...options,
  sessions: createSessions(),
  codes: createAuthorizationCodes(),
});

/** Mount at the root: the first path segment is the tenant. */
export const createEntraRoutes = (entra: Entra): Hono =>
  new Hono()
    .route('/', createMetadataRoutes(entra))
    .route('/', createAuthorizeRoutes(entra))
    .route('/', createTokenRoutes(entra))
    .route('/', createAdminConsentRoutes(entra))
    .route('/', createLogoutRoutes(entra));
