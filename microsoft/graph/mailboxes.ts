/** Mailbox purposes (`userPurpose` in mailboxSettings). */
import { z } from 'zod';
import { MAILBOX_KINDS, type MailboxKind } from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { safeParseAnswer } from '../errors.ts';
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
    const kinds: { userId: string; kind: MailboxKind | null }[] = [];
    for (const [index, result] of (await batchGet(client, at, paths)).entries()) {
      const userId = userIds[index] ?? '';
      if (result instanceof ProvostError) {
        if (hasNone(result)) kinds.push({ userId, kind: null });
        else if (result.type === 'MicrosoftThrottled' || result.type === 'ConsentRevoked')
          throw result;
        continue;
      }
      const purpose = safeParseAnswer(purposeSchema, result);
      if (purpose.success) kinds.push({ userId, kind: purpose.data });
    }
    return kinds;
  }

  return { mailboxKinds };
}

/** The user has no cloud mailbox or no longer exists. */
function hasNone({ type, details }: ProvostError): boolean {
  const code = String(details['code']).toLowerCase();
  return type === 'NotFound' || code === 'mailboxnotenabledforrestapi';
}
