/** Mailbox purposes (`userPurpose` in mailboxSettings). */
import { z } from 'zod';
import { MAILBOX_KINDS, type MailboxKind } from '../../domain/directory.ts';
import { type FailureType, ProvostError } from '../../domain/failures.ts';
import { safeParseAnswer } from '../errors.ts';
import type { MicrosoftAnswer } from '../transport.ts';
import { batchGet } from './batch.ts';
import type { At, GraphClient } from './client.ts';

/** Unknown purposes become `others`. */
const purposeSchema = z.object({ value: z.string() }).transform(({ value }): MailboxKind => {
  const kind = MAILBOX_KINDS.find((each) => each === value.toLowerCase());
  return kind ?? 'others';
});

export function createMailboxReads(client: GraphClient) {
  async function mailboxKinds({ userIds, ...at }: At & { userIds: readonly string[] }) {
    const paths = userIds.map((id) => `/users/${id}/mailboxSettings/userPurpose`);
    const results = await batchGet(client, at, paths);
    refuseCommon(results);
    return results.flatMap((result, index) => answerOf(userIds[index] ?? '', result));
  }

  return { mailboxKinds };
}

/** What is known of a mailbox. Null kind: there is none. Refused: an access policy keeps us out. */
export interface MailboxPurpose {
  readonly userId: string;
  readonly kind: MailboxKind | null;
  readonly refused: boolean;
}

/** @throws ProvostError the failure of the whole tenant: all mailboxes, or the consent */
function refuseCommon(results: readonly (MicrosoftAnswer | ProvostError)[]): void {
  const failures = results.filter((result) => result instanceof ProvostError);
  const revoked = failures.find(({ type }) => type === 'ConsentRevoked');
  const throttled = failures.find(({ type }) => type === 'MicrosoftThrottled');
  if (failures.length < results.length) return;
  if (revoked) throw revoked;
  if (throttled) throw throttled;
}

/**
 * A mailbox that keeps us out while others answer. Where Exchange itself grants the permission (RBAC for
 * Applications), the token does not show it, so that each refusal looks like a revoked consent.
 */
const REFUSALS: readonly FailureType[] = ['AccessRefused', 'ConsentRevoked'];

/** Nothing if it is not known: the mailbox is asked for again after the next synchronization. */
function answerOf(userId: string, result: MicrosoftAnswer | ProvostError): MailboxPurpose[] {
  if (result instanceof ProvostError) {
    if (hasNone(result)) return [{ userId, kind: null, refused: false }];
    return REFUSALS.includes(result.type) ? [{ userId, kind: null, refused: true }] : [];
  }
  const purpose = safeParseAnswer(purposeSchema, result);
  return purpose.success ? [{ userId, kind: purpose.data, refused: false }] : [];
}

/** The user has no cloud mailbox or no longer exists. */
function hasNone({ type, details }: ProvostError): boolean {
  const code = String(details['code']).toLowerCase();
  return type === 'NotFound' || code === 'mailboxnotenabledforrestapi';
}
