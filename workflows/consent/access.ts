/**
 * Access to what the account reads that was proven before and is lost. Without it nothing is synchronized.
 * `GrantNotVisible` means that the consent is gone. The other failures stand in the way although it is there.
 */
import { consentView } from '../../domain/account.ts';
import { type AttentionReason, REASON_OF_LOST_ACCESS } from '../../domain/reasons.ts';
import { readingConsent } from '../../domain/consents.ts';
import {
  FAILURES,
  isTokenFailure,
  TOKEN_FAILURES,
  type TokenFailure,
} from '../../domain/failures.ts';
import type { Account } from '../account/account.ts';
import { verifyRegrant, waitForRegrant } from '../activity-proxies.ts';
import { sayRecovered, withAttention } from '../account/attention.ts';
import { checkPromptly } from '../account/checks.ts';
import { grantOf } from './consent.ts';
import { detailOf, failureOf } from '../failures.ts';
import { isInterrupted } from '../unless-interrupted.ts';

/** Why the access is lost, if the failure of an activity says so; null for any other failure. */
export function lostAccessOf(error: unknown): TokenFailure | null {
  const { type } = failureOf(error);
  if (type === 'ConsentRevoked') return 'GrantNotVisible';
  if (type !== 'AccessBlocked') return null;
  const reason = detailOf(error, 'reason');
  return isTokenFailure(reason) ? reason : 'TokenRefused';
}

/**
 * Returns when the access is back: the consent may come back through our step or directly in
 * Microsoft Entra, and whatever else stands in the way ends without us.
 */
export async function regainAccess(account: Account, lost: TokenFailure): Promise<void> {
  for (let failure: TokenFailure | null = lost; failure !== null;)
    failure = await waitOut(account, failure);
  const kind = reading(account);
  if (consentView(account.view, kind).status !== 'granted') account.setConsent(kind, 'granted');
  await sayRecovered(account);
}

const reading = ({ view }: Account) => readingConsent(view.service);

/** @returns what stands in the way instead; null when the access is proven. */
async function waitOut(account: Account, failure: TokenFailure): Promise<TokenFailure | null> {
  const revoked = failure === 'GrantNotVisible';
  const kind = reading(account);
  if (revoked && consentView(account.view, kind).status === 'granted')
    account.setConsent(kind, 'revoked');
  const { sentence } = FAILURES[revoked ? 'ConsentRevoked' : failure];
  const mended = () => proveAgain(account, failure);
  return withAttention(account, REASON_OF_LOST_ACCESS[failure], sentence, mended, kind);
}

function proveAgain(account: Account, known: TokenFailure): Promise<TokenFailure | null> {
  const grant = { ...grantOf(account, reading(account)), known };
  return unlessLost(async () => {
    await checkPromptly(account, () => waitForRegrant(grant));
    await checkPromptly(account, () => verifyRegrant(grant));
  });
}

/** @returns why the access is lost, if that is how `proof` ends; null if it succeeds. */
export async function unlessLost(proof: () => Promise<void>): Promise<TokenFailure | null> {
  try {
    await proof();
    return null;
  } catch (error) {
    const other = lostAccessOf(error);
    if (isInterrupted(error) || other === null) throw error;
    return other;
  }
}

/** The lost access that a reason stands for; null for a reason of another kind. */
export const lostAccessBy = (reason: AttentionReason): TokenFailure | null =>
  TOKEN_FAILURES.find((failure) => REASON_OF_LOST_ACCESS[failure] === reason) ?? null;
