/** Changes a console user's role in the database, as an operator would. */
import { sql } from 'kysely';
import type { Connection } from '../../store/connection.ts';

/**
 * Runs `work` while the user is a viewer of the organization. Afterwards the user is an
 * administrator again.
 */
export async function whileViewer<T>(
  db: Connection['db'],
  { organizationId, email }: { organizationId: string; email: string },
  work: () => Promise<T>,
): Promise<T> {
  const setRole = (role: string) =>
    sql`update organization_members set role = ${role} where "organizationId" = ${organizationId}
      and "userId" = (select id from console_users where email = ${email})`.execute(db);
  await setRole('viewer');
  try {
    return await work();
  } finally {
    await setRole('administrator');
  }
}
