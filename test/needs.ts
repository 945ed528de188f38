/** What tests need beyond Node's packages: whether it is here, and the command that installs it. */
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { OLDEST_SKIPPING_TIME } from '../temporal/dev-server/cli-version.ts';
import { locateExecutable } from '../temporal/dev-server/locate.ts';
import { createProgress } from '../temporal/dev-server/progress.ts';
import type { Need } from './groups.ts';
import { locateChromium } from './support/chromium.ts';
import { postgresPackage } from './support/postgres.ts';
import { checkPython } from './support/python.ts';

interface Checked {
  readonly title: string;
  /** Makes it ready to use. Throws an error that says why it is not. */
  readonly check: () => Promise<unknown>;
  /** On Debian; elsewhere the same packages under their own names. */
  readonly install: string;
}

const PIP = 'apt-get update && apt-get install -y --no-install-recommends python3-pip';

const CHECKS: Record<Need, Checked> = {
  temporal: {
    title: 'a Temporal server that can skip time (CLI 1.9.1 or later)',
    check: () =>
      locateExecutable({
        environment: process.env,
        oldest: OLDEST_SKIPPING_TIME,
        progress: createProgress(process.stderr),
      }),
    install: PIP,
  },
  postgres: {
    title: "PostgreSQL's server",
    check: () => promisify(execFile)(join(postgresPackage(), 'bin', 'postgres'), ['--version']),
    install: 'npm ci',
  },
  python: {
    title: 'Python with pip',
    check: checkPython,
    install: PIP,
  },
  chromium: {
    title: 'Chromium',
    check: async () =>
      chromium
        .launch({ ...(await locateChromium()), args: ['--no-sandbox'] })
        .then((it) => it.close()),
    install: 'apt-get update && apt-get install -y --no-install-recommends chromium',
  },
};

/**
 * Checks everything that is needed, and installs what is missing if told to.
 * @returns a sentence for each thing that is missing.
 */
export async function missing(
  needs: readonly Need[],
  { install }: { install: boolean },
): Promise<string[]> {
  const sentences = await Promise.all(needs.map((need) => whyNot(CHECKS[need], install)));
  return sentences.filter((it) => it !== null);
}

async function whyNot(need: Checked, install: boolean): Promise<string | null> {
  const first = await problem(need);
  if (first === null || !install) return first;
  process.stderr.write(`Installing ${need.title}: ${need.install}\n`);
  spawnSync(need.install, { shell: true, stdio: 'inherit' });
  return problem(need);
}

async function problem({ title, check, install }: Checked): Promise<string | null> {
  try {
    await check();
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `Tests need ${title}, which is not here. Install it with:\n    ${install}\nor let the tests do it:\n    npm test -- --install\nReason: ${reason}`;
  }
}
