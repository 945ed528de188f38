/** A headless Chromium. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { z } from 'zod';
import { takeBuildLock } from '../../temporal/dev-server/build-lock.ts';
import { cacheFolder } from '../../temporal/dev-server/cli-version.ts';

/** Installed browsers, for platforms without a build in the npm package. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

type Executable = Pick<LaunchOptions, 'executablePath' | 'env'>;

/**
 * Starts Chromium: that of `CHROMIUM_PATH`, else the one of the npm package, else an installed one.
 * @throws Error that says how to install one, when there is none.
 */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ ...(await locateChromium()), args: [...SAFE_TO_SHARE, ...asRoot()] });
}

/** @throws Error that says how to install one, when there is none. */
export async function locateChromium(): Promise<Executable> {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen) return { executablePath: chosen };
  if (process.platform === 'linux' && process.arch === 'x64') return unpackedChromium();
  const executablePath = INSTALLED.find((path) => existsSync(path));
  if (executablePath) return { executablePath };
  throw new Error(
    `Chromium is not installed: none of ${INSTALLED.join(', ')}, and no CHROMIUM_PATH`,
  );
}

/** The package holds Chromium compressed, with the libraries and fonts that a bare machine lacks. */
async function unpackedChromium(): Promise<Executable> {
  const folder = join(cacheFolder(process.env), `chromium-${await packageVersion()}`);
  if (!existsSync(folder)) await unpackInto(folder);
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    FONTCONFIG_PATH: join(folder, 'fonts'),
  };
  return { executablePath: join(folder, 'chromium'), env };
}

async function packageVersion(): Promise<string> {
  const file = new URL('../../package.json', import.meta.url);
  const schema = z.object({ devDependencies: z.object({ '@sparticuz/chromium': z.string() }) });
  return schema.parse(JSON.parse(await readFile(file, 'utf8'))).devDependencies[
    '@sparticuz/chromium'
  ];
}

const UNPACK = `await (await import('@sparticuz/chromium')).default.executablePath()`;

/** Several test files may unpack concurrently: takes a lock, and renames the complete folder into place. */
async function unpackInto(folder: string): Promise<void> {
  const giveBack = await takeBuildLock(`${folder}.lock`, () => undefined);
  const partial = `${folder}.partial`;
  try {
    if (existsSync(folder)) return;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    // The package unpacks into TMPDIR, and its libraries only where it believes to be in AWS Lambda.
    const env = { ...process.env, TMPDIR: partial, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', UNPACK], { env });
    await writeFile(join(partial, 'fonts', 'fonts.conf'), fontsConfiguration(folder));
    await rename(partial, folder);
  } finally {
    await giveBack();
  }
}

/** The package's own file names /tmp/fonts. Without any font, Chromium ends at the first text field. */
const fontsConfiguration = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;

/** Containers have little shared memory, without which Chromium's pages crash. */
const SAFE_TO_SHARE = ['--disable-dev-shm-usage'];

/** Chromium refuses to run as root with its sandbox. */
const asRoot = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);
