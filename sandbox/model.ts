/**
 * What a sandbox tenant is made of: the shapes that Entra, Graph, Exchange and
 * the control API of the sandbox share. Nothing here does anything.
 */

/** An application role as a resource publishes it, e.g. Graph's `User.Read.All`. */
export interface AppRole {
  readonly id: string;
  readonly value: string;
  readonly displayName: string;
  readonly description: string;
}

/** An API that applications ask permissions of: Office 365 Exchange Online, Microsoft Graph. */
export interface ResourceApi {
  readonly appId: string;
  readonly displayName: string;
  /** The identifier URI before `/.default`, and the `aud` of its tokens. */
  readonly identifierUri: string;
  readonly appRoles: readonly AppRole[];
}

/** A multi-tenant application registration, as its publisher would see it in the Entra portal. */
export interface AppRegistration {
  readonly clientId: string;
  readonly displayName: string;
  readonly publisher: string;
  /** Compared exactly, but for the port of `localhost` and `127.0.0.1`, which is ignored. */
  readonly redirectUris: readonly string[];
  readonly secrets: readonly string[];
  readonly certificates: readonly RegisteredCertificate[];
  readonly requiredAppRoles: readonly {
    readonly resourceAppId: string;
    readonly appRoleIds: readonly string[];
  }[];
}

export interface RegisteredCertificate {
  /** SHA-256 of the DER certificate, base64url: what a client assertion's header `x5t#S256` holds. */
  readonly thumbprintSha256: string;
  readonly publicKeyPem: string;
}

/** Somebody who may sign in at the sandbox's sign-in page. */
export interface Person {
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly password: string;
  /** Directory role template ids, the `wids` claim. Empty for an ordinary user. */
  readonly directoryRoles: readonly string[];
  /** Set for a guest: the tenant that the person comes from (`idp`). */
  readonly homeTenantId?: string;
}

/** One application role granted to one application in one tenant. */
export interface Grant {
  readonly clientId: string;
  readonly resourceAppId: string;
  readonly appRoleId: string;
  /** Milliseconds since the epoch; tokens issued before it do not show the role. */
  readonly visibleAt: number;
}

/**
 * Faults that befall so many of the coming Graph requests: 429; `failStatus`; the
 * connection cut without an answer; cut in the middle of the body; an item of a
 * page that no strict client can accept; a page that comes twice.
 */
export const COUNTED_FAULTS = [
  'throttle',
  'fail',
  'drop',
  'truncate',
  'malform',
  'repeatPage',
] as const;
export type CountedFault = (typeof COUNTED_FAULTS)[number];

/** Each has a count, how many requests it lets pass first, and a part of the path and query that it is about. */
type Counted = Record<`${CountedFault}Next` | `${CountedFault}Skip`, number> &
  Record<`${CountedFault}PathContains`, string>;

/** How a tenant misbehaves, set through the control API; every field has a harmless default. */
export interface Faults extends Counted {
  /** Added before each Graph, EWS and token answer. */
  latencyMs: number;
  /** Answer 429 to all Graph requests before this time, in milliseconds since the epoch; `throttleForMs` sets it. */
  throttledUntil: number;
  /** Seconds in `Retry-After` of those 429, and of a 429 from `/token`; null leaves the header out. */
  retryAfterSeconds: number | null;
  /** Throttle `$batch` items inside a 200 instead of the whole batch. */
  throttleInsideBatch: boolean;
  /** Count the documented resource units per 10 s and answer 429 beyond the tenant's budget. */
  enforceResourceUnits: boolean;
  failStatus: 500 | 502 | 503 | 504 | 403;
  /** The next use of a page token answers 400 Directory_ExpiredPageToken, this many times. */
  expirePageTokens: number;
  /** The next use of a delta token answers this, this many times. */
  expireDeltaTokens: number;
  /** Tokens of which objects; null for all. */
  expireDeltaTokensOf: 'users' | 'groups' | null;
  deltaTokenFailure: 'gone' | 'syncStateNotFound' | 'resyncRequired';
  /** Every n-th list page is empty but has a next link; 0 for never. */
  emptyPageEvery: number;
  /** After every n-th list page one user is renamed, one removed and one added; 0 for never. */
  changeWhileReading: number;
  /** Largest list page, however much `$top` asks for; 999 for Graph's own. */
  maxPageSize: number;
  /** A granted role shows in tokens only after this time. */
  consentPropagationMs: number;
  /** App role values that a consent leaves out although asked: a partial grant. */
  withholdRoles: string[];
  /** `/token` answers 429 or 5xx this many times. */
  failTokenNext: number;
  failTokenStatus: 429 | 500 | 503;
  /** EWS as the organization has it: `EwsEnabled` off, or on but for listed applications only. */
  ewsBlocked: boolean;
  /** The consent screen never sends the browser back (the grant is still recorded). */
  swallowConsentRedirect: boolean;
  /** The first sign-in to an application in this tenant asks for the basic profile permissions. */
  askUserConsent?: boolean;
}

export interface Tenant {
  readonly id: string;
  readonly displayName: string;
  readonly defaultDomain: string;
  readonly people: readonly Person[];
  /** Mutable: what administrators have consented to. */
  grants: Grant[];
  faults: Faults;
  /** Requests seen, by kind; read by tests and by the control API. */
  readonly counters: { graph: number; token: number; ews: number; throttled: number };
}

/** A verified app-only access token, as Graph and EWS see its bearer. */
export interface AppToken {
  readonly clientId: string;
  readonly tenantId: string;
  /** App role values; empty when the token has no `roles` claim. */
  readonly roles: readonly string[];
}

/** Verifies signature, issuer, expiry and audience of a bearer token; null when it is not acceptable. */
export type VerifyAppToken = (bearer: string, audience: string) => Promise<AppToken | null>;
