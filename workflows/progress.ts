/** What the story of an account knows beside its view, and carries over by continue-as-new. */
import type { AccountView, Attention, AttentionReason } from '../domain/account.ts';
import type { ConsentKind } from '../domain/consents.ts';
import type { DecidedRemovals } from './provision-exchange.messages.ts';

/** Why a synchronization starts. */
export type Occasion = 'first' | 'requested' | 'scheduled';

/** `rejected`: an administrator rejected the removals; the directory is unchanged. */
export type Synchronized = 'published' | 'rejected';

/** What needs a person, and the revision that its notifications carry. */
export interface Incident {
  readonly reason: AttentionReason;
  readonly number: number;
}

export interface Progress {
  /** The attempt whose administrator was last accepted and sent to the consent screen. */
  readonly sentAttempt: Record<ConsentKind, string | null>;
  /** When the latest attempt of a step expires, in milliseconds since the epoch. */
  readonly attemptExpiry: Record<ConsentKind, number | null>;
  /** A pending synchronization, requested by a person or by the schedule. */
  pendingSynchronization: Exclude<Occasion, 'first'> | null;
  /** Why the current synchronization started, or the last one; null before the first. */
  occasion: Occasion | null;
  /** How the current synchronization ended; null while it runs. */
  outcome: Synchronized | null;
  /** "Exchange Online protected." was said. */
  announced: boolean;
  /** The current synchronization follows one that failed, and reads everything. */
  retried: boolean;
  /** An administrator's decision on the removals of a synchronization that is held, or is about to be. */
  decidedRemovals: Pick<DecidedRemovals, 'runId' | 'decision'> | null;
  /** Notified, and not over yet: the reasons since everything worked. */
  incidents: readonly Incident[];
  /** How often a person asked for a check, and submitted targets. */
  checkRequests: number;
  submissions: number;
  /** The same when a person was last asked to act: what came since is the answer. */
  asked: { readonly checkRequests: number; readonly submissions: number };
  /** Where to return to from `attentionRequired`. */
  before: Pick<AccountView, 'state' | 'consentStep'>;
  /** What needed attention when something unexpected came in between. It is taken up again afterwards. */
  covered: Attention | null;
  /** True until the mailbox kinds of the published directory have been determined. */
  mailboxesUnknown: boolean;
}

export const noProgress = (): Progress => ({
  sentAttempt: { exchange: null, graph: null },
  attemptExpiry: { exchange: null, graph: null },
  pendingSynchronization: null,
  occasion: null,
  outcome: null,
  announced: false,
  retried: false,
  decidedRemovals: null,
  incidents: [],
  checkRequests: 0,
  submissions: 0,
  asked: { checkRequests: 0, submissions: 0 },
  before: { state: 'awaitingConsent', consentStep: null },
  covered: null,
  mailboxesUnknown: false,
});
