/**
 * The failure types of the whole product: `ApplicationFailure.type` in histories,
 * `code` in problem documents, the reason shown for a refused consent.
 */

/**
 * `retried`: whether a retry may help. Applies to every activity.
 * `benign`: expected in normal operation; not logged or counted as an error.
 * `sentence`: the user-visible text when nothing more specific is known.
 */
interface Failure {
  readonly retried: boolean;
  readonly benign?: boolean;
  readonly sentence: string;
}

export const FAILURES = {
  // The request
  InvalidInput: { retried: false, sentence: 'The request is not valid.' },
  NotSignedIn: { retried: false, sentence: 'Sign in to the console first.' },
  Forbidden: { retried: false, sentence: 'Your role does not allow this.' },
  WrongAddress: {
    retried: false,
    sentence:
      'The console was opened at an address that is not its own. Open it at its public address.',
  },
  NotFound: { retried: false, sentence: 'The requested item was not found.' },
  RateLimited: { retried: false, sentence: 'Too many attempts. Wait a minute, then try again.' },
  TooManyStreams: {
    retried: false,
    sentence: 'Too many pages of the console are open. Close some of them.',
  },
  WrongState: {
    retried: false,
    sentence: 'This is not possible in the current state of the account.',
  },
  Unavailable: {
    retried: true,
    sentence: 'The service is temporarily unavailable. Nothing was lost; try again in a moment.',
  },
  Internal: { retried: true, sentence: 'Something went wrong on our side. Nothing was lost.' },

  // The password of a console user
  PasswordLength: {
    retried: false,
    sentence: 'The password must have 12 to 128 characters.',
  },
  PasswordGuessable: {
    retried: false,
    sentence:
      'This password has been leaked somewhere or is easy to guess. Choose another one, such as four words that have nothing to do with each other.',
  },
  PasswordPersonal: {
    retried: false,
    sentence:
      'This password consists mostly of your name, your e-mail address, your organization or the product. Choose one that has nothing to do with you.',
  },

  // Consent
  AttemptUnknown: {
    retried: false,
    sentence: 'This link does not match any step that was started in the console.',
  },
  ParameterRepeated: {
    retried: false,
    sentence:
      'The address of this page contains a parameter more than once. Go back to the console and start the step again.',
  },
  IssuerMismatch: {
    retried: false,
    sentence: "This response does not come from the tenant's sign-in service at Microsoft.",
  },
  AttemptExpired: {
    retried: false,
    sentence: 'This attempt has expired. Go back to the console and start the step again.',
  },
  AttemptReplayed: {
    retried: false,
    sentence:
      'This link has already been used. Go back to the console to see the status of the step.',
  },
  AttemptOfAnotherBrowser: {
    retried: false,
    sentence: 'This step was started in another browser. Start it again in this one.',
  },
  LinkUnknown: {
    retried: false,
    sentence:
      'This link is not recognized. It may be incomplete, or its account was removed. Ask the sender for a new one.',
  },
  LinkUsed: {
    retried: false,
    sentence:
      'This link has already been used. If you still need one, ask the sender for a new link.',
  },
  LinkExpired: {
    retried: false,
    sentence: 'This link has expired. Ask the sender for a new one.',
  },
  LinkVoid: {
    retried: false,
    sentence:
      'This link is no longer valid: a newer link replaced it, or the person who created it no longer has permission to do so. Ask for a new one.',
  },
  SignInCancelled: { retried: false, sentence: 'The sign-in was cancelled.' },
  SignInFailed: { retried: false, sentence: 'The sign-in at Microsoft failed.' },
  IdentityTokenInvalid: {
    retried: false,
    sentence: 'The response does not contain a valid ID token from Microsoft.',
  },
  NotGlobalAdministrator: {
    retried: false,
    sentence:
      'This step requires a user with the Global Administrator role. If your role must be activated first, activate it in Privileged Identity Management, then try again.',
  },
  RegistrationIncomplete: {
    retried: false,
    sentence:
      'Microsoft did not tell us the roles of this user, because the registration of our application is incomplete. This is our fault, and the user need not change anything. We were alerted; start the step again once we have corrected it.',
  },
  GuestAdministrator: {
    retried: false,
    sentence:
      'This user is a guest in the tenant. A Global Administrator who is a member of the tenant must consent.',
  },
  ExternalAdministrator: {
    retried: false,
    sentence:
      'This user is a member of the tenant, but signs in with an account of another organization. A Global Administrator whose account belongs to the tenant itself must consent.',
  },
  TenantMissing: {
    retried: false,
    sentence: 'The response from Microsoft does not name a tenant.',
  },
  TenantMismatch: {
    retried: false,
    sentence:
      'This user belongs to a different tenant than the one this organization is connected to.',
  },
  AnswerOfAnotherTenant: {
    retried: false,
    sentence:
      'The response from Microsoft belongs to a different tenant than the person who signed in. Start the step again.',
  },
  TenantTaken: {
    retried: false,
    sentence: 'This tenant is already connected to another organization.',
  },
  TenantNotConfirmed: {
    retried: false,
    sentence:
      'Consent was given through a link. Confirm that this is your tenant, then submit again.',
  },
  ConsentDeclined: { retried: false, sentence: 'The administrator declined the permissions.' },
  ConsentFailed: { retried: false, sentence: 'Microsoft did not complete the consent.' },
  GrantNotVisible: {
    retried: true,
    benign: true,
    sentence: 'The permissions have not taken effect yet.',
  },
  GrantNotConfirmed: {
    retried: true,
    benign: true,
    sentence:
      'Microsoft does not confirm the granted permissions at the moment. We look again before we ask you to act.',
  },
  NothingToTell: {
    retried: true,
    benign: true,
    sentence: 'There is nothing to tell. We check again from time to time.',
  },
  EwsBlocked: {
    retried: true,
    benign: true,
    sentence: 'Exchange Web Services is switched off in this tenant.',
  },
  QuarantineUnavailable: {
    retried: true,
    benign: true,
    sentence: 'Messages cannot be moved to a quarantine in this tenant yet.',
  },
  MailboxNotUsable: {
    retried: false,
    sentence:
      'This user has no mailbox in your tenant. Name a user with a mailbox, or a shared mailbox; guests have none.',
  },

  // Targets
  UserNotFound: { retried: false, sentence: 'No user has this user principal name.' },
  SiteNotFound: { retried: false, sentence: 'No site has this address.' },
  SiteAddressInvalid: {
    retried: false,
    sentence:
      "This is not the address of a site. Paste the address of the site's home page, such as https://contoso.sharepoint.com/sites/finance.",
  },
  SiteAddressTooLong: {
    retried: false,
    sentence: "This address is too long. Paste the address of the site's home page.",
  },
  SiteAddressForeign: {
    retried: false,
    sentence: 'This address does not belong to SharePoint Online.',
  },
  SiteAddressWithParameters: {
    retried: false,
    sentence: 'Remove everything from the first ? or # in this address.',
  },
  SiteAddressPersonal: {
    retried: false,
    sentence: 'This is the personal site of a user. Personal sites are protected with OneDrive.',
  },
  SiteAddressOfPage: {
    retried: false,
    sentence: "This is the address of a page or a file. Paste the address of the site's home page.",
  },
  SiteAddressOfSharingLink: {
    retried: false,
    sentence:
      "This is a link that shares a file or a folder. Open it, and paste the address of the site's home page.",
  },
  SearchTooShort: {
    retried: false,
    sentence: 'Type at least three letters or digits of the name.',
  },
  TooManyTargets: { retried: false, sentence: 'At most 100 targets can be selected.' },
  DriveNotThere: {
    retried: true,
    benign: true,
    sentence: 'The OneDrive does not exist yet. We look again from time to time.',
  },
  TargetsNotFound: {
    retried: true,
    benign: true,
    sentence: 'Microsoft does not find some of the selected targets. We ask again.',
  },
  TargetsUnknown: {
    retried: false,
    sentence: 'Some of the selected targets are not, or no longer, in the tenant.',
  },
  MethodDiffers: {
    retried: false,
    sentence:
      'Exchange Online, SharePoint Online and OneDrive must use the same method. Another service of this organization uses the other one.',
  },
  SynchronizationNotAvailable: {
    retried: false,
    sentence:
      'An account with selected targets cannot be synchronized manually or on a schedule. To protect everything, remove all service accounts that use selected targets and provision again.',
  },

  // Held removals
  RemovalsAlreadyAllowed: {
    retried: false,
    sentence: 'These removals were already allowed, and are being carried out.',
  },
  RemovalsAlreadyRejected: {
    retried: false,
    sentence: 'These removals were already rejected. Nothing was removed.',
  },

  // Microsoft
  ConsentRevoked: {
    retried: false,
    sentence: 'The required permissions are no longer granted.',
  },
  AccessRefused: {
    retried: true,
    benign: true,
    sentence: 'Microsoft refuses a request although the permissions are granted.',
  },
  AccessBlocked: {
    retried: false,
    sentence: 'Microsoft Entra issues no access token to this application.',
  },
  ApplicationDisabled: {
    retried: true,
    benign: true,
    sentence: 'This application is disabled in the tenant.',
  },
  ConditionalAccess: {
    retried: true,
    benign: true,
    sentence: 'A Conditional Access policy of the tenant blocks this application.',
  },
  CredentialRejected: {
    retried: true,
    sentence: 'Microsoft does not accept our credential. We are working on it.',
  },
  TokenRefused: {
    retried: true,
    benign: true,
    sentence: 'Microsoft Entra refuses an access token, for a reason that we do not know.',
  },
  MicrosoftThrottled: {
    retried: true,
    benign: true,
    sentence: 'Microsoft is throttling requests right now.',
  },
  MicrosoftUnavailable: {
    retried: true,
    sentence: 'Microsoft cannot be reached right now.',
  },
  PageLinkExpired: {
    retried: true,
    benign: true,
    sentence: 'A page link from Microsoft has expired.',
  },
  DeltaTokenExpired: {
    retried: true,
    benign: true,
    sentence: 'A delta token from Microsoft has expired.',
  },
  UnexpectedAnswer: {
    retried: true,
    sentence: 'Microsoft returned an unexpected response.',
  },
  TenantUnlicensed: {
    retried: true,
    benign: true,
    sentence: 'There is nothing to protect: the tenant has no license for SharePoint Online.',
  },
  ForeignLink: {
    retried: false,
    sentence: 'A link in a response points to another host and was not followed.',
  },
  EndlessList: { retried: false, sentence: 'A list from Microsoft does not end.' },

  // Mail
  MailOff: {
    retried: false,
    sentence: 'No mail server is configured, so nothing can be sent by mail.',
  },
  MailUnavailable: {
    retried: true,
    sentence: 'The mail server cannot be reached, or takes no mail right now.',
  },
  MailRefused: {
    retried: false,
    sentence: 'The mail server refused the message, or does not know the address.',
  },

  // Synchronization
  LeaseLost: {
    retried: true,
    benign: true,
    sentence: 'Another worker has taken over this synchronization.',
  },
  SliceOver: {
    retried: true,
    benign: true,
    sentence: 'This synchronization is letting others run and will continue automatically.',
  },
  ReadingFailed: {
    retried: false,
    sentence: 'The tenant could not be read after repeated attempts.',
  },
  IncompleteRun: {
    retried: false,
    sentence: 'The directory was not published because it was not read completely.',
  },

  // Webhooks
  WebhookAddressInvalid: {
    retried: false,
    sentence:
      'This is not the address of an endpoint. It begins with https:// and has no user name and no fragment.',
  },
  WebhookAddressInsecure: {
    retried: false,
    sentence: 'The address of an endpoint must begin with https://.',
  },
  WebhookAddressNotPublic: {
    retried: false,
    sentence:
      'The endpoint must be reachable on the internet. This address belongs to a private network.',
  },
  WebhookSecretInvalid: {
    retried: false,
    sentence: 'A secret is whsec_ followed by 24 to 64 random bytes in base64.',
  },
  WebhookTooMany: {
    retried: false,
    sentence: 'An organization has at most 10 endpoints. Delete one first.',
  },
  WebhookDisabled: {
    retried: false,
    sentence: 'This endpoint is disabled. Enable it first.',
  },
  WebhookBusy: {
    retried: false,
    sentence: 'Many messages to this endpoint are under way. Wait until some have arrived.',
  },
  WebhookFailed: {
    retried: true,
    benign: true,
    sentence: 'The endpoint did not accept the message.',
  },
  WebhookGone: {
    retried: false,
    benign: true,
    sentence: 'The endpoint says that it no longer exists.',
  },
} as const satisfies Record<string, Failure>;

export type FailureType = keyof typeof FAILURES;

/** Why Entra issues no token, or none with the permissions that were granted before. */
export const TOKEN_FAILURES = [
  'GrantNotVisible',
  'ApplicationDisabled',
  'ConditionalAccess',
  'CredentialRejected',
  'TokenRefused',
] as const satisfies readonly FailureType[];
export type TokenFailure = (typeof TOKEN_FAILURES)[number];

export const isTokenFailure = (value: unknown): value is TokenFailure =>
  TOKEN_FAILURES.some((type) => type === value);

/** Whether access that was proven before seems to be lost. */
export const isLostAccess = (type: FailureType): boolean =>
  type === 'ConsentRevoked' || isTokenFailure(type);

/** Microsoft is throttling or down: only this is waited for without a bound. */
export const OUTAGES = [
  'MicrosoftThrottled',
  'MicrosoftUnavailable',
] as const satisfies readonly FailureType[];
export type Outage = (typeof OUTAGES)[number];

export const isOutage = (type: FailureType): type is Outage =>
  OUTAGES.some((outage) => outage === type);

/** What only the operator of the product can mend. It is reported to the operator wherever it happens. */
const OURS: readonly FailureType[] = ['Internal', 'CredentialRejected', 'RegistrationIncomplete'];

export const isOurs = (type: FailureType): boolean => OURS.includes(type);

/** What somebody is told whose decision on held removals comes second. */
export const ALREADY_DECIDED = {
  allow: 'RemovalsAlreadyAllowed',
  reject: 'RemovalsAlreadyRejected',
} as const satisfies Record<string, FailureType>;

export function isFailureType(value: unknown): value is FailureType {
  return typeof value === 'string' && Object.hasOwn(FAILURES, value);
}

/** Types that Temporal must not retry. */
export const NON_RETRYABLE_FAILURES: readonly FailureType[] = Object.keys(FAILURES)
  .filter(isFailureType)
  .filter((type) => !FAILURES[type].retried);

/** A failure of one of our types, thrown outside workflows. Activities convert it to an `ApplicationFailure`. */
export class ProvostError extends Error {
  override readonly name = 'ProvostError';
  readonly type: FailureType;
  /** Milliseconds to wait before the next attempt (Microsoft's Retry-After); null if not given. */
  readonly retryAfter: number | null;
  /** For diagnosis, e.g. Microsoft's error code and request id. Never a token or a secret. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    type: FailureType,
    message: string = FAILURES[type].sentence,
    options: {
      cause?: unknown;
      retryAfter?: number | null;
      details?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.type = type;
    this.retryAfter = options.retryAfter ?? null;
    this.details = options.details ?? {};
  }
}
