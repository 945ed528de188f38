/** Microsoft Entra as this product needs it: who signs in, what was consented to, tokens of our own. */
import type { ConsentKind } from '../domain/consents.ts';
import type { GetAppToken } from './app-tokens.ts';
import { createAppTokens, defaultScope } from './app-tokens.ts';
import type { MicrosoftConfiguration } from './configuration.ts';
import type { AdministratorIdentity } from './id-token.ts';
import type { Redemption, SignIn } from './sign-in.ts';
import { createSignIn } from './sign-in.ts';
import { authorityOf } from './msal.ts';
import { configuredUrl } from './transport.ts';

export type { AdministratorIdentity } from './id-token.ts';

export interface Consent {
  readonly kind: ConsentKind;
  /** The tenant id of a validated id_token. */
  readonly tenantId: string;
  readonly state: string;
  readonly redirectUri: string;
}

export interface Identity {
  /** Where to send the browser to sign an administrator of any organization in. */
  signInAddress(signIn: SignIn): Promise<string>;
  /**
   * Trades the code that came back for proof of who signed in. The code is used up.
   * @throws ProvostError `SignInFailed` when Entra refuses the code, `IdentityTokenInvalid`,
   * `MicrosoftThrottled`, `MicrosoftUnavailable`, `UnexpectedAnswer`
   */
  redeem(redemption: Redemption): Promise<AdministratorIdentity>;
  /** Where to send the browser for the consent (Microsoft identity platform, admin consent v2). */
  consentAddress(consent: Consent): string;
  /**
   * A token of the application itself, from memory unless `fresh`.
   * @throws ProvostError `GrantNotVisible` when Entra refuses, as it does before the consent;
   * `MicrosoftThrottled`, `MicrosoftUnavailable`, `UnexpectedAnswer`
   */
  appToken: GetAppToken;
}

/** Holds app-only tokens and Microsoft's public keys in memory, and nothing of a person. */
export function createIdentity(configuration: MicrosoftConfiguration): Identity {
  return {
    ...createSignIn(configuration),
    appToken: createAppTokens(configuration),
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
