import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

const reportSchema = z.object({
  summary: z.object({ violations: z.array(z.object({ rule: z.object({ name: z.string() }) })) }),
});

/** Files that break a rule, each with the rule that must catch them. */
const VIOLATIONS = [
  {
    name: 'a workflow that imports an activity’s value',
    rule: 'workflows-import-domain-only',
    files: {
      'workflows/planted.ts': `import { createActivities } from '../activities/activities.ts';\nexport const planted = createActivities;\n`,
    },
  },
  {
    name: 'a workflow that imports a package',
    rule: 'workflows-import-domain-only',
    files: { 'workflows/planted.ts': `import { z } from 'zod';\nexport const planted = z;\n` },
  },
  {
    name: 'a workflow that imports the store, even as a type',
    rule: 'workflows-import-types-from-activities-only',
    files: {
      'workflows/planted.ts': `import type { Store } from '../store/store.ts';\nexport type Planted = Store;\n`,
    },
  },
  {
    name: 'the product importing the sandbox',
    rule: 'product-does-not-import-sandbox',
    files: {
      'api/planted.ts': `import type { Tenant } from '../sandbox/model.ts';\nexport type Planted = Tenant;\n`,
    },
  },
  {
    name: 'the sandbox importing the product',
    rule: 'sandbox-does-not-import-product',
    files: {
      'sandbox/planted.ts': `import { CONSENTS } from '../domain/consents.ts';\nexport const planted = CONSENTS;\n`,
    },
  },
  {
    name: 'the console importing the store',
    rule: 'console-imports-domain-and-api-only',
    files: {
      'console/planted.ts': `import { createStore } from '../store/store.ts';\nexport const planted = createStore;\n`,
    },
  },
  {
    name: 'the console importing a value of the API',
    rule: 'console-imports-api-types-only',
    files: {
      'console/planted.ts': `import { createApp } from '../api/app.ts';\nexport const planted = createApp;\n`,
    },
  },
  {
    name: 'the API importing a workflow',
    rule: 'api-imports-workflow-messages-only',
    files: {
      'api/planted.ts': `import { obtainConsent } from '../workflows/consent.ts';\nexport const planted = obtainConsent;\n`,
    },
  },
  {
    name: 'the domain importing a package',
    rule: 'domain-imports-nothing',
    files: { 'domain/planted.ts': `import { z } from 'zod';\nexport const planted = z;\n` },
  },
  {
    name: 'the store importing Microsoft',
    rule: 'microsoft-store-temporal-import-domain-only',
    files: {
      'store/planted.ts': `import { CLOUDS } from '../microsoft/clouds.ts';\nexport const planted = CLOUDS;\n`,
    },
  },
  {
    name: 'a cycle',
    rule: 'no-cycles',
    files: {
      'domain/planted.ts': `import { other } from './planted-other.ts';\nexport const planted = (): number => other();\n`,
      'domain/planted-other.ts': `import { planted } from './planted.ts';\nexport const other = (): number => planted();\n`,
    },
  },
];

let planted: string[] = [];
afterEach(async () => {
  await Promise.all(planted.map((file) => rm(file, { force: true })));
  planted = [];
});

describe('the import rules', () => {
  test('hold in the current code', async () => {
    expect(await violatedRules(['.'])).toEqual([]);
  });

  test.each(VIOLATIONS)('catch $name', async ({ rule, files }) => {
    const paths = Object.keys(files);
    planted = paths;
    for (const [path, content] of Object.entries(files)) await plant(path, content);
    expect(await violatedRules(paths)).toContain(rule);
  });
});

async function plant(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

function violatedRules(paths: string[]): Promise<string[]> {
  const flags = ['--config', '.dependency-cruiser.json', '-T', 'json'];
  const options = { maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile('node_modules/.bin/depcruise', [...flags, ...paths], options, (_, stdout) => {
      const { summary } = reportSchema.parse(JSON.parse(stdout));
      resolve(summary.violations.map(({ rule }) => rule.name));
    });
  });
}
