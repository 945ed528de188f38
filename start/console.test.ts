import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProcess } from '../test/support/processes.ts';
import { builtConsole, ConsoleBuildError } from './console.ts';

let root: string;
const reports: string[] = [];
const buildIt = () => builtConsole({ root, report: (line) => reports.push(line) });
const scriptOf = async (folder: string) => {
  const names = (await readdir(join(folder, 'assets'))).filter((name) => name.endsWith('.js'));
  return names.length === 1 ? readFile(join(folder, 'assets', names[0] ?? ''), 'utf8') : '';
};

/** A repository with a small console that is built like the real one. */
beforeAll(async () => {
  await mkdir('test-output', { recursive: true });
  root = await mkdtemp(join(process.cwd(), 'test-output/console-'));
  for (const file of ['console/vite.config.ts', 'package-lock.json', 'tsconfig.json']) {
    await cp(file, join(root, file));
  }
  await mkdir(join(root, 'domain'));
  await writeFile(join(root, 'domain/word.ts'), `export const word = 'first';`);
  await writeFile(
    join(root, 'console/index.html'),
    '<!doctype html><html lang="en"><title>Small</title><script type="module" src="./main.ts"></script></html>',
  );
  await writeFile(
    join(root, 'console/main.ts'),
    `import { word } from '../domain/word.ts';\ndocument.title = word + process.env.NODE_ENV;`,
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('several processes at the same time build it once, and each finds it complete', async () => {
  const script = `
    const { builtConsole } = await import('./start/console.ts');
    const folder = await builtConsole({ root: process.argv[1], report: () => console.log('builds') });
    const { existsSync } = await import('node:fs');
    console.log(existsSync(folder + '/index.html') ? 'complete' : 'incomplete');`;
  const run = () =>
    runProcess({ arguments: ['--import', 'tsx', '--input-type=module', '-e', script, root] });
  const ended = await Promise.all([run(), run(), run()]);
  const lines = ended.flatMap(({ output }) => output.trim().split('\n'));
  expect(lines.toSorted()).toEqual(['builds', 'complete', 'complete', 'complete']);
  expect(await readdir(join(root, 'dist'))).toEqual(['console']);
});

test('it is built again only when a source has changed', async () => {
  const folder = await buildIt();
  const { ino } = await stat(folder);
  await buildIt();
  expect((await stat(folder)).ino).toBe(ino);
  expect(reports).toEqual([]);
  await writeFile(join(root, 'domain/word.ts'), `export const word = 'second';`);
  await buildIt();
  expect(await scriptOf(folder)).toContain('second');
  expect(reports).toHaveLength(1);
  await buildIt();
  expect(reports).toHaveLength(1);
});

test('the build is for production in every environment', async () => {
  expect(process.env.NODE_ENV).toBe('test');
  await writeFile(join(root, 'domain/word.ts'), `export const word = 'third';`);
  expect(await scriptOf(await buildIt())).toContain('thirdproduction');
  expect(process.env.NODE_ENV).toBe('test');
});

test('a source that cannot be built is reported, and the previous build stays', async () => {
  await writeFile(join(root, 'console/main.ts'), `import './nowhere.ts';`);
  await expect(buildIt()).rejects.toThrow(ConsoleBuildError);
  await expect(buildIt()).rejects.toThrow(/could not be built\.\n[^]*nowhere\.ts[^]*main\.ts/);
  expect(await scriptOf(join(root, 'dist/console'))).toContain('third');
  expect(await readdir(join(root, 'dist'))).toEqual(['console']);
});
