/** Microsoft Entra: sign-in, admin consent and app-only tokens. */
import type { ConsentKind } from '../domain/consents.ts';
import type { GetAppToken } from './app-tokens.ts';
import { createAppTokens, defaultScope } from './app-tokens.ts';
import type { MicrosoftConfiguration } from './configuration.ts';
import { type AdministratorIdentity, isIssuer } from './id-token.ts';
import type { Redemption, SignIn } from './sign-in.ts';
import { createSignIn } from './sign-in.ts';
import { authorityOf } from './msal.ts';
import { configuredUrl } from './transport.ts';

export type { AdministratorIdentity } from './id-token.ts';

export interface Consent {
  readonly kind: ConsentKind;
  /** The tenant id from a validated id_token. */
  readonly tenantId: string;
  readonly state: string;
  readonly redirectUri: string;
}

export interface Identity {
  /** The URL at which an administrator of any organization signs in. */
  signInAddress(signIn: SignIn): Promise<string>;
  /**
   * Redeems the authorization code for the identity of the user. The code works only once.
   * @throws ProvostError `SignInFailed` when Entra rejects the code, `IdentityTokenInvalid`,
   * `RegistrationIncomplete`, `MicrosoftThrottled`, `MicrosoftUnavailable`, `UnexpectedAnswer`
   */
  redeem(redemption: Redemption): Promise<AdministratorIdentity>;
  /** The URL of the consent screen (Microsoft identity platform, admin consent v2). */
  consentAddress(consent: Consent): string;
  /** Whether `iss` of a response (RFC 9207) names Entra, for this tenant or, with null, for any. */
  isIssuer(iss: string, tenantId: string | null): boolean;
  /**
   * An app-only token, from the cache unless `fresh`.
   * @throws ProvostError `GrantNotVisible` when Entra issues no token, e.g. before the consent;
   * `MicrosoftThrottled`, `MicrosoftUnavailable`, `UnexpectedAnswer`
   */
  appToken: GetAppToken;
}

/** Caches app-only tokens and Microsoft's public keys in memory, but no user data. */
export function createIdentity(configuration: MicrosoftConfiguration): Identity {
  return {
    ...createSignIn(configuration),
    appToken: createAppTokens(configuration),
    isIssuer: (iss, tenantId) => isIssuer(configuration, iss, tenantId),
    consentAddress({ kind, tenantId, state, redirectUri }) {
      const path = `${encodeURIComponent(tenantId)}/v2.0/adminconsent`;
      const url = new URL(configuredUrl(configuration, authorityOf(configuration, path)));
      url.search = new URLSearchParams({
        client_id: configuration.registrations[kind].clientId,
        scope: defaultScope(configuration, kind),
        redirect_uri: redirectUri,
        state,
      }).toString();
      return url.href;
    },
  };
}
