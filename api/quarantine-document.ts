/** How an account's quarantine is managed, as the API returns it. */
import { z } from '@hono/zod-openapi';
import type { AccountView } from '../domain/account.ts';
import {
  allowListDeadline,
  EWS_STATES,
  ewsStateOf,
  isPartlyBlocked,
  QUARANTINE_ADAPTERS,
  QUARANTINE_OUTCOMES,
} from '../domain/quarantine.ts';
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
    ews: z.enum(EWS_STATES).nullable().openapi({
      description:
        'How Exchange Web Services stand. `setNotEffective`: an administrator allowed our application, which can take up to 24 hours. `setWithoutEffect`: that time is over. Null if they were not tried.',
    }),
    ewsTriedAt: z.iso.datetime().nullable().openapi({
      description:
        'When Exchange Web Services were last tried, while the account does not need them: `ews` is what was seen then. Null if it is what is true now.',
    }),
    allowList: z
      .object({ setAt: z.iso.datetime(), effectiveBy: z.iso.datetime() })
      .nullable()
      .openapi({
        description:
          'When an administrator allowed our application, and until when Exchange may take to apply it.',
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
  const { adapter, since, findings, allowListSetAt } = quarantine;
  const ews = ewsStateOf(quarantine, Date.now());
  const seenBefore = adapter === 'graph' && ews !== null && ews !== 'ended';
  const addresses = await store.canaryMailboxes.addresses(accountId);
  return {
    adapter,
    since,
    findings: findings.map(({ userId, ...finding }) => ({
      ...finding,
      mailbox: userId && (addresses.get(userId) ?? userId),
    })),
    partlyBlocked: adapter !== null && isPartlyBlocked(findings, adapter),
    ews,
    ewsTriedAt: seenBefore ? (quarantine.ewsTriedAt ?? null) : null,
    allowList: allowListSetAt === undefined ? null : allowListOf(allowListSetAt),
  };
}

const allowListOf = (setAt: string) => ({
  setAt,
  effectiveBy: new Date(allowListDeadline(setAt)).toISOString(),
});

/** The mailbox that the organization named: its address, or the object id if that is not known. */
export async function describeCanaryMailbox(
  store: Store,
  { accountId, canaryUserId = null }: AccountView,
): Promise<string | null> {
  if (canaryUserId === null) return null;
  return (await store.canaryMailboxes.addresses(accountId)).get(canaryUserId) ?? canaryUserId;
}
