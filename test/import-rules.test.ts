import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const reportSchema = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});
type Violations = z.infer<typeof reportSchema>['summary']['violations'];

/** Files that break a rule, each with the rule that must catch them. */
const VIOLATIONS = [
  {
    name: 'a workflow that imports an activity’s value',
    rule: 'workflows-import-domain-only',
    files: {
      'workflows/planted-1.ts': `import { createActivities } from '../activities/activities.ts';\nexport const planted = createActivities;\n`,
    },
  },
  {
    name: 'a workflow that imports a package',
    rule: 'workflows-import-domain-only',
    files: { 'workflows/planted-2.ts': `import { z } from 'zod';\nexport const planted = z;\n` },
  },
  {
    name: 'a workflow that imports the store, even as a type',
    rule: 'workflows-import-types-from-activities-only',
    files: {
      'workflows/planted-3.ts': `import type { Store } from '../store/store.ts';\nexport type Planted = Store;\n`,
    },
  },
  {
    name: 'the product importing the sandbox',
    rule: 'product-does-not-import-sandbox',
    files: {
      'api/planted-4.ts': `import type { Tenant } from '../sandbox/model.ts';\nexport type Planted = Tenant;\n`,
    },
  },
  {
    name: 'the sandbox importing the product',
    rule: 'sandbox-does-not-import-product',
    files: {
      'sandbox/planted-5.ts': `import { CONSENTS } from '../domain/consents.ts';\nexport const planted = CONSENTS;\n`,
    },
  },
  {
    name: 'the console importing the store',
    rule: 'console-imports-domain-and-api-only',
    files: {
      'console/planted-6.ts': `import { createStore } from '../store/store.ts';\nexport const planted = createStore;\n`,
    },
  },
  {
    name: 'the console importing a value of the API',
    rule: 'console-imports-api-types-only',
    files: {
      'console/planted-7.ts': `import { createApp } from '../api/app.ts';\nexport const planted = createApp;\n`,
    },
  },
  {
    name: 'the API importing a workflow',
    rule: 'api-imports-workflow-messages-only',
    files: {
      'api/planted-8.ts': `import { obtainConsent } from '../workflows/consent.ts';\nexport const planted = obtainConsent;\n`,
    },
  },
  {
    name: 'the domain importing a package',
    rule: 'domain-imports-nothing',
    files: { 'domain/planted-9.ts': `import { z } from 'zod';\nexport const planted = z;\n` },
  },
  {
    name: 'the store importing Microsoft',
    rule: 'microsoft-store-delivery-mail-temporal-import-domain-only',
    files: {
      'store/planted-10.ts': `import { CLOUDS } from '../microsoft/clouds.ts';\nexport const planted = CLOUDS;\n`,
    },
  },
  {
    name: 'the delivery importing the store',
    rule: 'microsoft-store-delivery-mail-temporal-import-domain-only',
    files: {
      'delivery/planted-13.ts': `import { createStore } from '../store/store.ts';\nexport const planted = createStore;\n`,
    },
  },
  {
    name: 'mail importing the store',
    rule: 'microsoft-store-delivery-mail-temporal-import-domain-only',
    files: {
      'mail/planted-14.ts': `import { createStore } from '../store/store.ts';\nexport const planted = createStore;\n`,
    },
  },
  {
    name: 'a cycle',
    rule: 'no-cycles',
    files: {
      'domain/planted-11.ts': `import { other } from './other-11.ts';\nexport const planted = (): number => other();\n`,
      'domain/other-11.ts': `import { planted } from './planted-11.ts';\nexport const other = (): number => planted();\n`,
    },
  },
  {
    name: 'a cycle of types alone',
    rule: 'no-cycles',
    files: {
      'domain/planted-12.ts': `import type { Other } from './other-12.ts';\nexport type Planted = readonly Other[];\n`,
      'domain/other-12.ts': `import type { Planted } from './planted-12.ts';\nexport type Other = { readonly of: Planted };\n`,
    },
  },
];

const CONFIGURATION = '.dependency-cruiser.json';
const configurationSchema = z.looseObject({ options: z.record(z.string(), z.unknown()) });
const NOT_COPIED = new Set(['node_modules', 'dist', '.git', '.provost', 'test-output']);

let violations: Violations;
let copy: string;

/** One run over a copy of the code, in which all violations are planted. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'provost-import-rules-'));
  for (const name of await readdir('.')) {
    if (!NOT_COPIED.has(name)) await cp(name, join(copy, name), { recursive: true });
  }
  await symlink(resolve('node_modules'), join(copy, 'node_modules'));
  // The rules name packages by their path below node_modules, not below what the link points to.
  const rules = configurationSchema.parse(JSON.parse(await readFile(CONFIGURATION, 'utf8')));
  rules.options.preserveSymlinks = true;
  await writeFile(join(copy, CONFIGURATION), JSON.stringify(rules));
  for (const { files } of VIOLATIONS) {
    for (const [path, content] of Object.entries(files)) await writeFile(join(copy, path), content);
  }
  violations = await violationsIn(copy);
});
afterAll(() => rm(copy, { recursive: true, force: true }));

describe('the import rules', () => {
  test('hold in the current code', () => {
    const planted = new Set(VIOLATIONS.flatMap(({ files }) => Object.keys(files)));
    expect(violations.filter(({ from }) => !planted.has(from))).toEqual([]);
  });

  test.each(VIOLATIONS)('catch $name', ({ rule, files }) => {
    const caught = violations.filter(({ from }) => Object.keys(files).includes(from));
    expect(caught.map(({ rule: { name } }) => name)).toContain(rule);
  });
});

function violationsIn(folder: string): Promise<Violations> {
  const command = resolve('node_modules/.bin/depcruise');
  const flags = ['--config', CONFIGURATION, '-T', 'json', '.'];
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(command, flags, options, (_, stdout) => {
      resolve(reportSchema.parse(JSON.parse(stdout)).summary.violations);
    });
  });
}
