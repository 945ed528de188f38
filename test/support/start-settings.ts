/** The settings of an embedded default that runs as a process of its own. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePort } from '../../temporal/dev-server/ports.ts';

export const PORTS = ['PROVOST_PORT', 'SANDBOX_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'] as const;
export type StartSettings = Record<
  (typeof PORTS)[number] | 'PROVOST_DATA' | 'SANDBOX_USERS',
  string
>;

/** Free ports, and a new folder, `PROVOST_DATA`, for the caller to remove. */
export async function newStartSettings(): Promise<StartSettings> {
  const folder = await mkdtemp(join(tmpdir(), 'provost-start-'));
  const ports = await Promise.all(PORTS.map((name) => choosePort(0, name, name)));
  const chosen = Object.fromEntries(PORTS.map((name, index) => [name, String(ports[index])]));
  return { ...(chosen as StartSettings), PROVOST_DATA: folder, SANDBOX_USERS: '50' };
}
