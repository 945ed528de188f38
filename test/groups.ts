/** The parts of the test suite, and what each needs of the machine. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export type Group = 'unit' | 'workflows' | 'journeys' | 'browser';
export type Need = 'temporal' | 'postgres' | 'python' | 'chromium';

export const NEEDS: Record<Group, readonly Need[]> = {
  unit: [],
  workflows: ['temporal'],
  journeys: ['temporal', 'postgres', 'python'],
  browser: ['temporal', 'postgres', 'chromium'],
};
export const GROUPS = Object.keys(NEEDS) as Group[];

/** Folders whose tests start servers. Every other test is a unit test. */
const FOLDERS: readonly (readonly [prefix: string, group: Group])[] = [
  ['test/console/', 'browser'],
  ['test/', 'journeys'],
  ['api/authentication/', 'journeys'],
  ['store/', 'journeys'],
  ['temporal/', 'journeys'],
  ['start/', 'journeys'],
  ['faults/', 'journeys'],
  ['workflows/', 'workflows'],
];

/** @param file a path from the repository's root. */
export function groupOf(file: string): Group {
  return FOLDERS.find(([prefix]) => file.startsWith(prefix))?.[1] ?? 'unit';
}

const NOT_OURS = new Set(['node_modules', 'dist', '.provost', '.git', 'test-output']);

/** Every test file, as a path from the repository's root. */
export function testFiles(folder = ''): string[] {
  return readdirSync(folder || '.', { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return testFiles(path);
      return entry.name.endsWith('.test.ts') ? [path] : [];
    });
}
