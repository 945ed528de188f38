/** How an account's quarantine is managed, as the API returns it. */
import { z } from '@hono/zod-openapi';
import type { AccountView } from '../domain/account.ts';
import { isPartlyBlocked, QUARANTINE_ADAPTERS, QUARANTINE_OUTCOMES } from '../domain/quarantine.ts';
import type { Store } from '../store/store.ts';

export const quarantineSchema = z
  .object({
    adapter: z.enum(QUARANTINE_ADAPTERS).nullable().openapi({
      description: 'How messages are moved to the quarantine; null while neither way works.',
    }),
    since: z.iso.datetime(),
    findings: z.array(
      z.object({
        adapter: z.enum(QUARANTINE_ADAPTERS),
        outcome: z.enum(QUARANTINE_OUTCOMES),
        mailbox: z
          .string()
          .nullable()
          .openapi({ description: 'The mailbox that was tried: an address, or an object id.' }),
        code: z.string().nullable().openapi({ description: 'The error code of Microsoft.' }),
      }),
    ),
    partlyBlocked: z.boolean().openapi({
      description: 'Whether it works in some mailboxes and is kept out of others.',
    }),
  })
  .openapi('Quarantine');
export type QuarantineDocument = z.infer<typeof quarantineSchema>;

/** Null until the first consent is proven. */
export async function describeQuarantine(
  store: Store,
  { accountId, quarantine }: AccountView,
): Promise<QuarantineDocument | null> {
  if (!quarantine) return null;
  const { adapter, since, findings } = quarantine;
  const addresses = await store.canaryMailboxes.addresses(accountId);
  return {
    adapter,
    since,
    findings: findings.map(({ userId, ...finding }) => ({
      ...finding,
      mailbox: userId && (addresses.get(userId) ?? userId),
    })),
    partlyBlocked: adapter !== null && isPartlyBlocked(findings, adapter),
  };
}
