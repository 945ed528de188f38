/** The types of a sandbox tenant, shared by Entra, Graph, Exchange and the control API. */

/** An app role that an API publishes, e.g. Graph's `User.Read.All`. */
export interface AppRole {
  readonly id: string;
  readonly value: string;
  /** As on the consent screen. */
  readonly en: RoleWords;
  readonly es: RoleWords;
}

export interface RoleWords {
  readonly displayName: string;
  readonly description: string;
}

/** An API that applications request permissions for: Office 365 Exchange Online, Microsoft Graph. */
export interface ResourceApi {
  readonly appId: string;
  readonly displayName: string;
  readonly identifierUri: string;
  /** Further names of the API in scopes. */
  readonly otherUris?: readonly string[];
  readonly appRoles: readonly AppRole[];
}

/** A multi-tenant app registration, as its publisher sees it in the Entra admin center. */
export interface AppRegistration {
  readonly clientId: string;
  readonly displayName: string;
  readonly publisher: string;
  /** Compared exactly, except that the port of `localhost` and `127.0.0.1` is ignored. */
  readonly redirectUris: readonly string[];
  readonly secrets: readonly string[];
  /** X.509 certificates as PEM. An assertion is signed with the key of one of them. */
  readonly certificates: readonly string[];
  readonly requiredAppRoles: readonly {
    readonly resourceAppId: string;
    readonly appRoleIds: readonly string[];
  }[];
}

/** A person who can sign in on the sandbox's sign-in page. */
export interface Person {
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly password: string;
  /** Directory role template ids, the `wids` claim. Empty for a user without a role. */
  readonly directoryRoles: readonly string[];
  /** Roles of Privileged Identity Management, in `wids` only while `activatedRoles` has the sign-in name. */
  readonly eligibleRoles?: readonly string[];
  /** The home tenant (`idp`) of a guest or an external member; undefined for everyone else. */
  readonly homeTenantId?: string;
  /** A member (`acct` 0) although the home tenant is another one. */
  readonly isExternalMember?: boolean;
}

/** One app role granted to one application in one tenant. */
export interface Grant {
  readonly clientId: string;
  readonly resourceAppId: string;
  readonly appRoleId: string;
  /** Milliseconds since the epoch. Tokens issued earlier do not contain the role. */
  readonly visibleAt: number;
}

/**
 * Faults that affect the next n Graph requests: respond with 429; respond with `failStatus`;
 * cut the connection without a response; cut it in the middle of the body; make one item of a
 * page invalid; return the same page twice.
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

/** Per fault: the number of requests to affect, the number to skip first, and a substring that path and query must contain. */
type Counted = Record<`${CountedFault}Next` | `${CountedFault}Skip`, number> &
  Record<`${CountedFault}PathContains`, string>;

export const TOKEN_REFUSALS = [
  'applicationDisabled',
  'blockedByPolicy',
  'noServicePrincipal',
  'secretExpired',
] as const;
export type TokenRefusal = (typeof TOKEN_REFUSALS)[number];

export const SITE_RESYNCS = [
  'resyncChangesApplyDifferences',
  'resyncChangesUploadDifferences',
] as const;
export type SiteResync = (typeof SITE_RESYNCS)[number];

/** The faults that a tenant simulates, set through the control API. Every field defaults to healthy. */
export interface Faults extends Counted {
  /** Delay before each Graph, EWS and token response. */
  latencyMs: number;
  /** All Graph requests before this time (milliseconds since the epoch) get 429. Set through `throttleForMs`. */
  throttledUntil: number;
  /** `Retry-After` in seconds of these 429 responses and of a 429 from `/token`; null omits the header. */
  retryAfterSeconds: number | null;
  /** Throttle single `$batch` items inside a 200 response instead of the whole batch. */
  throttleInsideBatch: boolean;
  /**
   * Count the documented resource units and respond with 429 above the tenant's budgets: one of the
   * directory per 10 s, those of SharePoint per minute, 5 minutes and day.
   */
  enforceResourceUnits: boolean;
  failStatus: 500 | 502 | 503 | 504 | 403;
  /** The next n uses of a page token get 400 Directory_ExpiredPageToken. */
  expirePageTokens: number;
  /** The next n uses of a delta token get `deltaTokenFailure`. */
  expireDeltaTokens: number;
  /** Restricts `expireDeltaTokens` to one kind of object; null for all. */
  expireDeltaTokensOf: 'users' | 'groups' | 'sites' | null;
  deltaTokenFailure: 'gone' | 'syncStateNotFound' | 'resyncRequired';
  /** Every nth list page is empty but has a next link; 0 disables it. */
  emptyPageEvery: number;
  /** After every nth list page one user is renamed, one removed and one added; 0 disables it. */
  changeWhileReading: number;
  /** Maximum list page size, even if `$top` requests more. Graph's own maximum is 999. */
  maxPageSize: number;
  /** A granted role appears in tokens only after this delay. */
  consentPropagationMs: number;
  /** App role values that a consent does not grant although requested: a partial grant. */
  withholdRoles: string[];
  /** The next n `/token` requests get `failTokenStatus`. */
  failTokenNext: number;
  failTokenStatus: 429 | 500 | 503;
  /** Why no application gets a token in this tenant, whatever was consented to. */
  tokenRefusal: TokenRefusal | null;
  /** EWS is disabled in the organization: `EwsEnabled` is off, or an allow list excludes the application. */
  ewsBlocked: boolean;
  /** Mailboxes for which EWS is disabled although the organization allows it, as in `refusedMailboxes`. */
  ewsBlockedMailboxes: string[];
  /** Mailboxes that an access policy denies to applications, for good: ids, principal names, addresses, or `*`. */
  refusedMailboxes: string[];
  /** The tenant has no license for SharePoint Online: sites and drives get 400. */
  noSharePointLicence: boolean;
  /** The lists of sites leave some out without a word: a share below 1, or a number. Delta does not. */
  sitesMissing: number;
  /** The lists of sites are empty, with status 200. */
  zeroSites: boolean;
  /** Which of the two errors says that a delta token of the sites has expired. */
  siteResync: SiteResync;
  /** Client ids of applications that SharePoint has blocked: standing 503. It adds those that go on when throttled. */
  blockedFromSharePoint: string[];
  /** The consent screen never redirects back. The grant is still recorded. */
  swallowConsentRedirect: boolean;
  /** The consent screen redirects back with this error although the grant is recorded. */
  consentRedirectError: 'server_error' | 'temporarily_unavailable' | null;
  /** What `preferred_username` contains. A guest form is the name of an invited user: `…#EXT#@…`. */
  preferredUsername: 'principalName' | 'phone' | 'guestForm' | 'missing';
  /** Whether id_tokens contain `wids`, which the application's manifest must ask for. */
  rolesClaim: boolean;
  /** Sign-in names of people who have activated the roles that they are eligible for. */
  activatedRoles: string[];
  /** The first sign-in to an application in this tenant requests the basic profile permissions. */
  askUserConsent?: boolean;
}

export interface Tenant {
  readonly id: string;
  readonly displayName: string;
  readonly defaultDomain: string;
  readonly people: readonly Person[];
  /** What administrators have consented to. */
  grants: Grant[];
  faults: Faults;
  /** Number of requests by kind, for tests and the control API. */
  /** The operations of Graph that were used, like `GET /users/{id}`. */
  readonly operations: Set<string>;
  readonly counters: { graph: number; token: number; ews: number; throttled: number };
}

/** The claims of a verified app-only access token that Graph and EWS use. */
export interface AppToken {
  readonly clientId: string;
  readonly tenantId: string;
  /** App role values; empty when the token has no `roles` claim. */
  readonly roles: readonly string[];
}

/** Verifies signature, issuer, expiry and audience of a bearer token for the API; null if it is invalid. */
export type VerifyAppToken = (bearer: string, api: ResourceApi) => Promise<AppToken | null>;
