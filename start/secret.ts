import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The secret that signs sessions. It is stored, so sessions survive a restart. */
export async function embeddedSecret(folder: string): Promise<string> {
  const file = join(folder, 'secret');
  const stored = await readFile(file, 'utf8').catch(() => '');
  if (stored.length >= 32) return stored;
  const secret = randomBytes(32).toString('base64url');
  await mkdir(folder, { recursive: true });
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}
