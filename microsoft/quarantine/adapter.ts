/** What both quarantine adapters do: prove that a message can be quarantined and restored. */
import type { QuarantineAdapter, QuarantineOutcome } from '../../domain/quarantine.ts';

/** The hidden folder at the top of a mailbox. Both adapters use the same one. */
export const QUARANTINE_FOLDER = 'Provost Quarantine';

/**
 * The subject of our canary. Only drafts with exactly this subject are ever touched, so that
 * one that a crash left behind is cleared away by the next proof.
 */
export const CANARY_SUBJECT = 'Provost quarantine check (deleted automatically)';
export const CANARY_TEXT =
  'Provost created this draft to check that it can move messages to and from the quarantine. It is deleted at once.';

/** In milliseconds, for deleting the canary. */
export const PURGE_TIMEOUT = 10_000;

export interface Proof {
  readonly outcome: QuarantineOutcome;
  /** Microsoft's error code, unless it works. */
  readonly code: string | null;
}

export interface MailboxToProve {
  readonly tenantId: string;
  /** The user's object id. */
  readonly userId: string;
  /** The primary SMTP address. */
  readonly address: string;
  readonly signal?: AbortSignal | undefined;
}

export interface QuarantineProver {
  readonly adapter: QuarantineAdapter;
  /**
   * Moves a canary of ours to the quarantine folder and back, and deletes it.
   * @throws ProvostError `MicrosoftThrottled`, `MicrosoftUnavailable`, `GrantNotVisible`,
   * `ConsentRevoked`; everything else is a proof that names Microsoft's code
   */
  prove(mailbox: MailboxToProve): Promise<Proof>;
}

export const WORKS: Proof = { outcome: 'works', code: null };

/** An operation of ours came back without an error, and did nothing. */
export const noEffect = (what: string): Proof => ({ outcome: 'failed', code: what });
