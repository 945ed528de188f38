/** The Temporal test server that skips time: a Java program, fetched once into the user's cache folder. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { takeBuildLock } from '../../temporal/dev-server/build-lock.ts';
import { cacheFolder } from '../../temporal/dev-server/cli-version.ts';

const VERSION = '1.35.0'; // of time-skipping/pom.xml
const POM = fileURLToPath(new URL('./time-skipping/pom.xml', import.meta.url));

/** Java or Maven is missing, or Maven failed: the message says which, and what to install. */
class TimeSkippingUnavailableError extends Error {
  override readonly name = 'TimeSkippingUnavailableError';
}

/**
 * @returns the path of an executable for
 *   `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 *   It knows neither search attributes nor a UI: tests of those use the dev server.
 * @throws TimeSkippingUnavailableError
 */
export async function timeSkippingServer(environment = process.env): Promise<string> {
  await run('java', ['-version'], environment, 'a Java runtime (Debian: default-jre-headless)');
  const folder = join(cacheFolder(environment), `time-skipping-${VERSION}`);
  const script = join(folder, 'temporal-test-server');
  const release = await takeBuildLock(`${folder}.lock`, () => {});
  try {
    if (!(await exists(script))) await fetchInto(folder, environment);
  } finally {
    await release();
  }
  return script;
}

/** The folder appears complete or not at all. */
async function fetchInto(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const partial = `${folder}.${randomUUID()}`;
  try {
    await mkdir(partial, { recursive: true });
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${partial}`];
    const mavenArguments = ['-q', '-B', '-f', POM, ...goal, '-DincludeScope=runtime'];
    await run('mvn', mavenArguments, environment, 'Maven (Debian: maven)');
    await writeFile(join(partial, 'temporal-test-server'), startScript(folder), { mode: 0o755 });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** One compiler tier: it is up in half the time, and no test runs long enough to miss the other. */
function startScript(folder: string): string {
  const mainClass = 'io.temporal.testserver.TestServer';
  return `#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 -cp '${folder}/*' ${mainClass} "$@"\n`;
}

async function run(
  program: string,
  argumentList: readonly string[],
  env: NodeJS.ProcessEnv,
  remedy: string,
): Promise<void> {
  try {
    await promisify(execFile)(program, argumentList, { env });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new TimeSkippingUnavailableError(
      `Tests that skip time need ${remedy}, and ${program} could not be run: ${said}`,
      { cause },
    );
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
