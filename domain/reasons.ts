/**
 * Every reason why an account needs a person. Pages, mails, the details in Temporal and `docs/states.md` are made of
 * this table and of its sentences in `sentences/reasons/`.
 */
import type { TokenFailure } from './failures.ts';
import type { ProvisioningState } from './provisioning.ts';
import { type EwsState, type QuarantineFinding, quarantineTurns } from './quarantine.ts';
import type { Turn } from './turns.ts';

interface Reason {
  /** Whose turn it is; null if that follows from what the quarantine check has found. */
  readonly turn: Turn | null;
  /** The customer can do nothing about it: a sentence on the page, and no alarm. */
  readonly quiet: boolean;
  /** We keep checking, or try again, and go on alone once it is mended. */
  readonly mendsItself: boolean;
}

export const ATTENTION_REASONS = {
  quarantineUnavailable: { turn: null, quiet: false, mendsItself: true },
  consentRevoked: { turn: 'globalAdministrator', quiet: false, mendsItself: true },
  applicationDisabled: { turn: 'globalAdministrator', quiet: false, mendsItself: true },
  conditionalAccess: { turn: 'globalAdministrator', quiet: false, mendsItself: true },
  readingRefused: { turn: 'globalAdministrator', quiet: false, mendsItself: true },
  credentialRejected: { turn: 'us', quiet: true, mendsItself: true },
  // Not quiet: the cause is unknown, and may lie in the tenant.
  tokenRefused: { turn: 'us', quiet: false, mendsItself: true },
  targetsUnknown: { turn: 'consoleAdministrator', quiet: false, mendsItself: false },
  methodDiffers: { turn: 'consoleAdministrator', quiet: false, mendsItself: false },
  synchronizationFailed: { turn: 'consoleAdministrator', quiet: false, mendsItself: false },
  removalsHeld: { turn: 'consoleAdministrator', quiet: false, mendsItself: false },
  unexpectedFailure: { turn: 'us', quiet: true, mendsItself: true },
} as const satisfies Record<string, Reason>;
export type AttentionReason = keyof typeof ATTENTION_REASONS;

export type QuietReason = {
  [R in AttentionReason]: (typeof ATTENTION_REASONS)[R]['quiet'] extends true ? R : never;
}[AttentionReason];

export const isQuiet = (reason: AttentionReason): reason is QuietReason =>
  ATTENTION_REASONS[reason].quiet;

/** In the order of the table. */
export const REASONS = Object.keys(ATTENTION_REASONS) as [AttentionReason, ...AttentionReason[]];

/** Which reason a lost access to Microsoft Graph is. */
export const REASON_OF_LOST_ACCESS: Readonly<Record<TokenFailure, AttentionReason>> = {
  GrantNotVisible: 'consentRevoked',
  ApplicationDisabled: 'applicationDisabled',
  ConditionalAccess: 'conditionalAccess',
  CredentialRejected: 'credentialRejected',
  TokenRefused: 'tokenRefused',
};

interface Needy {
  readonly attention: { readonly reason: AttentionReason } | null;
  readonly quarantine: {
    readonly findings: readonly Pick<QuarantineFinding, 'outcome' | 'code'>[];
    readonly ews: EwsState | null;
  } | null;
}

/** Whose turn it is, the most likely one first. Any of them can resolve what needs attention. */
export function turnsOf({ attention, quarantine }: Needy): readonly Turn[] {
  if (attention === null) return [];
  const { turn } = ATTENTION_REASONS[attention.reason];
  if (turn !== null) return [turn];
  return quarantine === null ? [] : quarantineTurns(quarantine.findings, quarantine.ews);
}

/**
 * What is told: a reason, or a case of one that needs words of its own. `allowListSet`: the quarantine waits for
 * Exchange. `removalFailed`: something unexpected happened while the account was being removed.
 */
export const CASES = {
  allowListSet: 'quarantineUnavailable',
  removalFailed: 'unexpectedFailure',
} as const;
export type Told = AttentionReason | keyof typeof CASES;

/** What is told about an account; null while nothing needs a person. */
export function toldOf({
  state,
  attention,
  ews,
}: Pick<Needy, 'attention'> & {
  readonly state: ProvisioningState;
  readonly ews: EwsState | null;
}): Told | null {
  if (attention === null) return null;
  const { reason } = attention;
  if (reason === 'unexpectedFailure' && state === 'removing') return 'removalFailed';
  if (reason === 'quarantineUnavailable' && ews === 'setNotEffective') return 'allowListSet';
  return reason;
}
