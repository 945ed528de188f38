import { hashPassword } from 'better-auth/crypto';
import type { Kysely, Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Database } from '../../store/schema.ts';
import { refuseWeakPassword } from './passwords.ts';
import type { Role } from './roles.ts';
import { type ConsoleDatabase, withConsoleTables } from './tables.ts';

interface ConsoleUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  /** Created if none has this id. An existing one keeps its name. */
  readonly organization: { readonly id: string; readonly name: string };
  readonly role: Role;
}

/**
 * Gives a person the role in the organization, and creates either if missing. An
 * existing person keeps name and password; `created` is then false.
 * @throws ProvostError of `refuseWeakPassword`.
 */
export async function createConsoleUser(
  db: Kysely<Database>,
  user: ConsoleUser,
): Promise<{ userId: string; created: boolean }> {
  const { email, name, organization, password } = user;
  await refuseWeakPassword(password, { email, name, organizations: [organization.name] });
  return addConsoleUser(db, user);
}

/** Like `createConsoleUser`, with any password. Only for the demo, whose passwords are public. */
export async function addConsoleUser(
  db: Kysely<Database>,
  user: ConsoleUser,
): Promise<{ userId: string; created: boolean }> {
  // Before the transaction: hashing is slow, and PGlite has only one connection.
  const password = await hashPassword(user.password);
  return withConsoleTables(db)
    .transaction()
    .execute(async (trx) => {
      const outcome = await insertUser(trx, { ...user, password });
      await joinOrganization(trx, outcome.userId, user);
      return outcome;
    });
}

async function insertUser(trx: Transaction<ConsoleDatabase>, user: ConsoleUser) {
  const email = user.email.toLowerCase();
  const userId = randomUUID();
  const inserted = await trx
    .insertInto('console_users')
    .values({ id: userId, name: user.name, email, emailVerified: true })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return { userId: await userIdOf(trx, email), created: false };
  await trx.insertInto('console_credentials').values(credential(userId, user.password)).execute();
  return { userId, created: true };
}

async function userIdOf(trx: Transaction<ConsoleDatabase>, email: string): Promise<string> {
  const query = trx.selectFrom('console_users').select('id').where('email', '=', email);
  return (await query.executeTakeFirstOrThrow()).id;
}

/** As better-auth stores a password: provider `credential`, the person's own id as account. */
const credential = (userId: string, password: string) => ({
  id: randomUUID(),
  accountId: userId,
  providerId: 'credential',
  userId,
  password,
  updatedAt: new Date(),
});

async function joinOrganization(
  trx: Transaction<ConsoleDatabase>,
  userId: string,
  { organization: { id, name }, role }: ConsoleUser,
): Promise<void> {
  const createdAt = new Date();
  await trx
    .insertInto('organizations')
    .values({ id, name, slug: id, createdAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await trx
    .insertInto('organization_members')
    .values({ id: randomUUID(), organizationId: id, userId, role, createdAt })
    .onConflict((conflict) => conflict.columns(['userId', 'organizationId']).doUpdateSet({ role }))
    .execute();
}
