/** Signs an administrator in: authorization code with PKCE (RFC 7636). No token is kept. */
import { ClientAuthError } from '@azure/msal-node';
import type { ConsentKind } from '../domain/consents.ts';
import { ProvostError } from '../domain/failures.ts';
import type { MicrosoftConfiguration } from './configuration.ts';
import type { AdministratorIdentity } from './id-token.ts';
import { createIdTokenValidator } from './id-token.ts';
import { authorityOf, createMsalClient, callMsal } from './msal.ts';
import { configuredUrl } from './transport.ts';

/** Replaces MSAL's scopes, which always include `offline_access`: we want no refresh token. */
const SCOPES = ['openid', 'profile'];

export interface SignIn {
  readonly kind: ConsentKind;
  readonly state: string;
  readonly nonce: string;
  /** S256 of the verifier. */
  readonly codeChallenge: string;
  readonly redirectUri: string;
}

export interface Redemption {
  readonly kind: ConsentKind;
  readonly code: string;
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

export function createSignIn(configuration: MicrosoftConfiguration) {
  const validate = createIdTokenValidator(configuration);
  const authority = authorityOf(configuration, 'organizations');
  // A new client per use, so that no user data stays in a cache.
  const clientOf = (kind: ConsentKind) =>
    createMsalClient(configuration, configuration.registrations[kind], {
      rejected: 'SignInFailed',
      form: withoutOfflineAccess,
    });

  return {
    async signInAddress({ kind, ...request }: SignIn): Promise<string> {
      const address = await clientOf(kind).getAuthCodeUrl({
        ...request,
        authority,
        scopes: SCOPES,
        prompt: 'select_account',
        codeChallengeMethod: 'S256',
      });
      const url = new URL(configuredUrl(configuration, address));
      withoutOfflineAccess(url.searchParams);
      return url.href;
    },

    async redeem({ kind, nonce, ...request }: Redemption): Promise<AdministratorIdentity> {
      const { clientId } = configuration.registrations[kind];
      const idToken = await callMsal(undefined, () =>
        clientOf(kind).acquireTokenByCode({ ...request, nonce, authority, scopes: SCOPES }),
      ).then((result) => result.idToken, rethrow);
      return validate({ idToken, clientId, nonce });
    },
  };
}

function withoutOfflineAccess(parameters: URLSearchParams): void {
  parameters.set('scope', SCOPES.join(' '));
}

// MSAL parses the id_token first and throws if the nonce is wrong or the token is unreadable.
function rethrow(error: unknown): never {
  if (!(error instanceof ClientAuthError)) throw error;
  throw new ProvostError('IdentityTokenInvalid', undefined, {
    details: { reason: error.errorCode },
  });
}
