import type { Kysely } from 'kysely';
import { randomBytes } from 'node:crypto';
import type { Database } from '../../store/schema.ts';
import { addConsoleUser, createConsoleUser } from './accounts.ts';
import { DEMO_PASSWORD } from './demo-password.ts';
import { withConsoleTables } from './tables.ts';

const contoso = { id: 'contoso', name: 'Contoso Security' };
const fabrikam = { id: 'fabrikam', name: 'Fabrikam Security' };

export const DEMO_ADMINISTRATOR = {
  email: 'admin@provost.example',
  name: 'Avery Administrator',
  password: DEMO_PASSWORD,
} as const;

export const DEMO_VIEWER = {
  email: 'viewer@provost.example',
  name: 'Vic Viewer',
  password: DEMO_PASSWORD,
} as const;

/** Adds two organizations, an administrator of both, and a viewer of the first. Idempotent. */
export async function seedDemo(db: Kysely<Database>): Promise<void> {
  const administrator = { ...DEMO_ADMINISTRATOR, role: 'administrator' } as const;
  await addConsoleUser(db, { ...administrator, organization: contoso });
  await addConsoleUser(db, { ...administrator, organization: fabrikam });
  await addConsoleUser(db, { ...DEMO_VIEWER, role: 'viewer', organization: contoso });
}

/** Adds an administrator with a random password if there are no users yet, else returns null. */
export async function seedFirstAdministrator(
  db: Kysely<Database>,
): Promise<{ email: string; password: string } | null> {
  const existing = await withConsoleTables(db)
    .selectFrom('console_users')
    .select('id')
    .executeTakeFirst();
  if (existing) return null;
  const { email, name } = DEMO_ADMINISTRATOR;
  const password = randomBytes(18).toString('base64url');
  const organization = { id: 'default', name: 'Default organization' };
  await createConsoleUser(db, { email, name, password, organization, role: 'administrator' });
  return { email, password };
}
