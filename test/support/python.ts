/** Python with the packages that tests need, in a virtual environment in the cache folder. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../temporal/dev-server/cli-version.ts';

const run = promisify(execFile);
/** In milliseconds. The packages come from the network once. */
const INSTALLATION = 240_000;

/** @throws Error that says what is missing. */
export async function checkPython(): Promise<void> {
  await run('python3', ['-m', 'pip', '--version']);
}

/**
 * @param requirements a file with pinned packages. Another file makes another environment.
 * @returns the path of its Python.
 */
export async function pythonWith(requirements: string): Promise<string> {
  const { stdout: version } = await run('python3', ['--version']);
  const pins = await readFile(requirements, 'utf8');
  const name = createHash('sha256').update(`${version}${pins}`).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(process.env), `python-${name}`);
  const python = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (await exists(complete)) return python;
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  // Without pip of its own: Debian keeps that in another package. The system's pip installs into it.
  await run('python3', ['-m', 'venv', '--without-pip', folder]);
  const install = ['-m', 'pip', '--python', python, 'install', '-q', '-r', requirements];
  await run('python3', install, { timeout: INSTALLATION });
  await writeFile(complete, '');
  return python;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
