import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SEARCH_ATTRIBUTES } from '../domain/search-attributes.ts';
import { COMPOSE_RULES, composeSchema } from './support/compose-rules.ts';
import { DOCKERFILE_RULES } from './support/dockerfile-rules.ts';

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
