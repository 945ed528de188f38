/** A copy of the checkout, so that nobody else sees a mutated file. */
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { recording, type Refusal, withoutRefusal } from './refusal.ts';

/** Built, installed or kept by git: not source. */
const NOT_COPIED = ['node_modules', 'dist', '.git', '.provost', 'test-output', '.vite'];

export interface Copy {
  readonly root: string;
  /** Writes code that records each of these refusals. */
  record(refusals: readonly Refusal[]): Promise<void>;
  /** Takes one refusal away. */
  mutate(refusal: Refusal): Promise<void>;
  /** Writes every changed file as it was. */
  restore(): Promise<void>;
}

/** The copy exists as long as this process. */
export async function copyCheckout(checkout: string): Promise<Copy> {
  const root = await mkdtemp(join(tmpdir(), 'provost-mutate-'));
  const filter = (path: string) => path === checkout || !NOT_COPIED.includes(basename(path));
  await cp(checkout, root, { recursive: true, filter });
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  await symlink(join(checkout, 'node_modules'), join(root, 'node_modules'));

  const originals = new Map<string, string>();
  const change = async (file: string, edit: (text: string) => string) => {
    const path = join(root, file);
    const text = originals.get(file) ?? (await readFile(path, 'utf8'));
    originals.set(file, text);
    await writeFile(path, edit(text));
  };
  return {
    root,
    async record(refusals) {
      for (const file of new Set(refusals.map((refusal) => refusal.file))) {
        const ofFile = refusals.filter((refusal) => refusal.file === file);
        await change(file, (text) => recording(text, ofFile));
      }
    },
    mutate: (refusal) => change(refusal.file, (text) => withoutRefusal(text, refusal)),
    async restore() {
      for (const [file, text] of originals) await writeFile(join(root, file), text);
      originals.clear();
    },
  };
}
