/**
 * The one vocabulary of failures: an `ApplicationFailure.type` in histories,
 * the `code` of a problem document, the reason shown for a refused consent.
 */

/**
 * `retried`: whether trying again may help, decided here for every activity.
 * `benign`: expected in normal operation, so not logged or counted as an error.
 * `sentence`: what a person reads when nothing more precise is known.
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
  NotFound: { retried: false, sentence: 'There is nothing here by that name.' },
  RateLimited: { retried: false, sentence: 'Too many attempts. Wait a minute, then try again.' },
  WrongState: { retried: false, sentence: 'The account is not at a point where this can be done.' },
  Unavailable: {
    retried: true,
    sentence: 'The service cannot answer right now. Nothing was lost; try again in a moment.',
  },
  Internal: { retried: true, sentence: 'Something failed on our side. Nothing was lost.' },

  // Consent
  AttemptUnknown: {
    retried: false,
    sentence: 'This link does not belong to a step that was begun in the console.',
  },
  AttemptExpired: {
    retried: false,
    sentence: 'This attempt has expired. Go back to the console and click the step again.',
  },
  AttemptReplayed: {
    retried: false,
    sentence: 'This link was already used. Go back to the console to see where the step stands.',
  },
  AttemptOfAnotherBrowser: {
    retried: false,
    sentence: 'This step was begun in another browser. Click the step again in this one.',
  },
  LinkUnknown: {
    retried: false,
    sentence:
      'This link is not known. It may be incomplete, or its account was removed. Ask whoever sent it for a new one.',
  },
  LinkUsed: {
    retried: false,
    sentence:
      'This link was already used. Ask whoever sent it for a new one, if it is still needed.',
  },
  LinkExpired: {
    retried: false,
    sentence: 'This link has expired. Ask whoever sent it for a new one.',
  },
  LinkVoid: {
    retried: false,
    sentence:
      'This link does not count any more: a newer one took its place, or whoever made it may not do so any longer. Ask for a new one.',
  },
  SignInCancelled: { retried: false, sentence: 'The sign-in was cancelled.' },
  SignInFailed: { retried: false, sentence: 'Microsoft could not sign this person in.' },
  IdentityTokenInvalid: {
    retried: false,
    sentence: 'The answer that came back is not a valid proof of identity from Microsoft.',
  },
  NotGlobalAdministrator: {
    retried: false,
    sentence: 'This step needs a person with the role Global Administrator.',
  },
  GuestAdministrator: {
    retried: false,
    sentence:
      'This person is a guest in the tenant. A Global Administrator who is a member of it must consent.',
  },
  TenantMissing: { retried: false, sentence: 'Microsoft did not say which tenant this is about.' },
  TenantMismatch: {
    retried: false,
    sentence: 'This person belongs to another tenant than the one this account was begun with.',
  },
  TenantTaken: {
    retried: false,
    sentence: 'This tenant is already connected by another organization.',
  },
  TenantNotConfirmed: {
    retried: false,
    sentence: 'The consent came by a link. Confirm that this is your tenant, then submit again.',
  },
  ConsentDeclined: { retried: false, sentence: 'The administrator declined the permissions.' },
  ConsentFailed: { retried: false, sentence: 'Microsoft did not complete the consent.' },
  GrantNotVisible: {
    retried: true,
    benign: true,
    sentence: 'Microsoft does not show the permissions yet.',
  },
  EwsBlocked: {
    retried: true,
    benign: true,
    sentence: 'Exchange Web Services is blocked in this tenant.',
  },

  // Targets
  UserNotFound: { retried: false, sentence: 'No user has this user principal name.' },
  SearchTooShort: {
    retried: false,
    sentence: "Type at least the first three characters of the group's name.",
  },
  TooManyTargets: { retried: false, sentence: 'At most 100 users can be selected.' },
  TargetsUnknown: {
    retried: false,
    sentence: 'Some of the selected users are not in the tenant any more.',
  },
  SynchronizationNotAvailable: {
    retried: false,
    sentence:
      'An account with selected users has no manual and no scheduled synchronization. To protect everybody, remove the service account and provision it again.',
  },

  // Microsoft
  ConsentRevoked: {
    retried: false,
    sentence: 'Microsoft no longer grants the permissions that were consented to.',
  },
  MicrosoftThrottled: {
    retried: true,
    benign: true,
    sentence: 'Microsoft asks us to slow down. We go on by ourselves.',
  },
  MicrosoftUnavailable: {
    retried: true,
    sentence: 'Microsoft cannot be reached right now. We go on by ourselves.',
  },
  PageLinkExpired: { retried: true, benign: true, sentence: 'Microsoft let a page link expire.' },
  DeltaTokenExpired: {
    retried: true,
    benign: true,
    sentence: 'Microsoft let a delta token expire.',
  },
  UnexpectedAnswer: {
    retried: true,
    sentence: 'Microsoft answered something that could not be understood.',
  },
  ForeignLink: {
    retried: false,
    sentence: 'A link in an answer leads to another host and was not followed.',
  },
  EndlessList: { retried: false, sentence: 'A list from Microsoft does not end.' },

  // Synchronization
  LeaseLost: {
    retried: true,
    benign: true,
    sentence: 'Another worker has taken this synchronization over.',
  },
  SliceOver: {
    retried: true,
    benign: true,
    sentence: 'This synchronization lets others have their turn and goes on by itself.',
  },
  ReadingFailed: {
    retried: false,
    sentence: 'The tenant could not be read, however often we tried.',
  },
  IncompleteRun: {
    retried: false,
    sentence: 'The directory was not published, since it was not read completely.',
  },
} as const satisfies Record<string, Failure>;

export type FailureType = keyof typeof FAILURES;

export function isFailureType(value: unknown): value is FailureType {
  return typeof value === 'string' && Object.hasOwn(FAILURES, value);
}

/** Types that Temporal must not retry. */
export const NON_RETRYABLE_FAILURES: readonly FailureType[] = Object.keys(FAILURES)
  .filter(isFailureType)
  .filter((type) => !FAILURES[type].retried);

/** A failure of our vocabulary, thrown outside workflows; activities turn it into an `ApplicationFailure`. */
export class ProvostError extends Error {
  override readonly name = 'ProvostError';
  readonly type: FailureType;
  /** Milliseconds that Microsoft asked us to wait (Retry-After), where it did. */
  readonly retryAfter: number | null;
  /** What diagnosis needs: Microsoft's code, request id. Never a token or a secret. */
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
