import type { Kysely } from 'kysely';
import { ProvostError } from '../domain/failures.ts';
import type { Database } from './schema.ts';

/**
 * Locks the account's row until the transaction ends: a removal waits for the writes that it must
 * undo. With `forUpdate`, other callers wait too.
 * @throws ProvostError WrongState if the account is being removed, or closed.
 */
export async function refuseRemoved(
  trx: Kysely<Database>,
  accountId: string,
  hold: 'forShare' | 'forUpdate' = 'forShare',
): Promise<void> {
  const query = trx
    .selectFrom('accounts')
    .select(['state', 'closedAt'])
    .where('accountId', '=', accountId);
  const account = await query[hold]().executeTakeFirst();
  if (account && (account.state === 'removing' || account.closedAt !== null)) {
    throw new ProvostError('WrongState');
  }
}
