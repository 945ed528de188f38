/** Each consent to Microsoft Graph asks for what we use, and for nothing else. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CONSENTS, GRAPH_CONSENTS } from '../domain/consents.ts';
import { GRAPH_OPERATIONS, SCAN_OPERATIONS } from '../microsoft/graph/operations.ts';

const file = `${process.env['GRAPH_DESCRIPTION'] ?? '../shared/data'}/graph-permissions.json`;
const isHere = existsSync(file);
if (!isHere)
  process.stderr.write(
    `Microsoft's list of permissions is not at ${file}, so ours are not compared with it. GRAPH_DESCRIPTION names its folder.\n`,
  );

const listSchema = z.object({
  paths: z.record(
    z.string(),
    z.object({ least: z.array(z.string()), others: z.array(z.string()) }),
  ),
});

/** Paths that Microsoft's list leaves out: a count, and a cast, need what their list needs. */
const listed = (operation: string): string =>
  operation.replace('/$count', '').replace('/microsoft.graph.user', '').toLowerCase();

function sufficientFor(operation: string): string[] {
  const { paths } = listSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const found = Object.entries(paths).find(([path]) => path.toLowerCase() === listed(operation));
  return [...(found?.[1].least ?? []), ...(found?.[1].others ?? [])];
}

describe.each(GRAPH_CONSENTS)('the consent %s', (kind) => {
  const asked: readonly string[] = CONSENTS[kind].permissions.map(({ value }) => value);
  const operations = Object.entries({ ...GRAPH_OPERATIONS[kind], ...SCAN_OPERATIONS[kind] });

  test('asks for no permission in vain', () => {
    expect(new Set(operations.map(([, permission]) => permission))).toEqual(new Set(asked));
  });

  test.skipIf(!isHere).each(operations)(
    'allows %s by %s, says Microsoft',
    (operation, permission) => {
      expect(sufficientFor(operation)).toContain(permission);
    },
  );

  test.skipIf(!isHere)('asks for no permission that another one makes needless', () => {
    for (const permission of asked) {
      const others = asked.filter((each) => each !== permission);
      const needing = operations.filter(
        ([operation]) => !sufficientFor(operation).some((each) => others.includes(each)),
      );
      expect(needing, `what needs ${permission}`).not.toEqual([]);
    }
  });
});
