/** The files of the image, laid out by the rules of the Dockerfile: `dist/` and the packages of production. */
import { copyFile, link, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const lockedPackageSchema = z.object({
  /** When it differs from the folder's, as for an override. */
  name: z.string().optional(),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
});
export type LockedPackage = z.infer<typeof lockedPackageSchema>;
const lockSchema = z.object({ packages: z.record(z.string(), lockedPackageSchema) });

/** The packages of `package-lock.json` by their folders. */
export async function lockedPackages(): Promise<Map<string, LockedPackage>> {
  const { packages } = lockSchema.parse(JSON.parse(await readFile('package-lock.json', 'utf8')));
  return new Map(Object.entries(packages).filter(([folder]) => folder !== ''));
}

/** The folders of the packages that the Dockerfile installs for the last stage. */
export async function imagePackages(): Promise<Set<string>> {
  const omitted = omittedBy(await readFile('Dockerfile', 'utf8'));
  const installed = [...(await lockedPackages())].filter(([, one]) => isInstalled(one, omitted));
  return new Set(installed.map(([folder]) => folder));
}

const omittedBy = (dockerfile: string): Set<string> =>
  new Set([...dockerfile.matchAll(/--omit=(\w+)/g)].map(([, kind]) => kind ?? ''));

/** npm's rule. Both a development and an optional dependency lead to a package that is `devOptional`. */
function isInstalled({ dev, optional, devOptional }: LockedPackage, omitted: Set<string>): boolean {
  if (dev && omitted.has('dev')) return false;
  if (optional && omitted.has('optional')) return false;
  return !(devOptional && omitted.has('dev') && omitted.has('optional'));
}

export interface Image {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Links the files into a new folder outside the repository, whose packages Node would find as well. */
export async function layOutImage(): Promise<Image> {
  const folder = await mkdtemp(join(tmpdir(), 'provost-image-'));
  for (const path of ['dist', ...(await imagePackages())]) {
    await linkTree(path, join(folder, path));
  }
  await linkFile('package.json', join(folder, 'package.json'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Without the packages inside, which are listed themselves. */
async function linkTree(path: string, target: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(noneForAnotherPlatform);
  await mkdir(target, { recursive: true });
  for (const entry of entries) {
    const [from, to] = [join(path, entry.name), join(target, entry.name)];
    if (!entry.isDirectory()) await linkFile(from, to);
    else if (entry.name !== 'node_modules') await linkTree(from, to);
  }
}

/** A copy where the temporary folder is on another file system. */
async function linkFile(path: string, target: string): Promise<void> {
  await link(path, target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') throw error;
    return copyFile(path, target);
  });
}

function noneForAnotherPlatform(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
