import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Leaves the folder and everything in it to its owner: folders 0700, files 0600. */
export async function makePrivate(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makePrivate(path);
    else await chmod(path, 0o600);
  }
}
