/** Selected users who have no OneDrive yet, with their names, which histories do not contain. */
import { z } from '@hono/zod-openapi';
import type { AccountView } from '../domain/account.ts';
import type { Store } from '../store/store.ts';

export const pendingTargetSchema = z
  .object({
    id: z.string(),
    name: z.string().openapi({ description: 'An address, or the object id if none is known.' }),
  })
  .openapi('PendingTarget');
export type PendingTarget = z.infer<typeof pendingTargetSchema>;

export async function describePendingTargets(
  store: Pick<Store, 'canaryMailboxes'>,
  { accountId, pendingTargets = [] }: AccountView,
): Promise<PendingTarget[]> {
  if (pendingTargets.length === 0) return [];
  const addresses = await store.canaryMailboxes.addresses(accountId);
  return pendingTargets.map((id) => ({ id, name: addresses.get(id) ?? id }));
}
