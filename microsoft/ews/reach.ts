/** What an error of Exchange Web Services says about the mailbox that a request was for. */
import { ProvostError } from '../../domain/failures.ts';
import type { QuarantineOutcome } from '../../domain/quarantine.ts';
import { codeOf } from '../errors.ts';

export interface Reach {
  readonly outcome: Exclude<QuarantineOutcome, 'ended'>;
  /** EWS's response code, unless it works. */
  readonly code: string | null;
}

const OUTCOMES: Readonly<Record<string, Reach['outcome']>> = {
  ErrorAccessDenied: 'refused',
  ErrorNonExistentMailbox: 'noMailbox',
};

/** What an error says about the mailbox. @throws the error itself if it may pass, or is ours. */
export function reachOf(error: unknown): Reach {
  if (!(error instanceof ProvostError)) throw error;
  const code = typeof error.details['code'] === 'string' ? error.details['code'] : null;
  if (error.type === 'EwsBlocked') return { outcome: 'blocked', code };
  const outcome = OUTCOMES[code ?? ''];
  if (outcome) return { outcome, code };
  // `InvalidInput`: an address that EWS does not take, although the directory has it.
  if (error.type !== 'UnexpectedAnswer' && error.type !== 'InvalidInput') throw error;
  return { outcome: 'failed', code: codeOf(error) };
}
