/** Our consent to Microsoft Graph asks for what we use, and for nothing else. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CONSENTS } from '../domain/consents.ts';
import { GRAPH_OPERATIONS } from '../microsoft/graph/operations.ts';

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

const asked = CONSENTS.graph.permissions.map(({ value }) => value);

test('no permission is asked for in vain', () => {
  expect(new Set(Object.values(GRAPH_OPERATIONS))).toEqual(new Set(asked));
});

/** Paths that Microsoft's list leaves out: a count, and a cast, need what their list needs. */
const listed = (operation: string): string =>
  operation.replace('/$count', '').replace('/microsoft.graph.user', '').toLowerCase();

test.skipIf(!isHere).each(Object.entries(GRAPH_OPERATIONS))(
  '%s is allowed by %s, says Microsoft',
  (operation, permission) => {
    const { paths } = listSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const found = Object.entries(paths).find(([path]) => path.toLowerCase() === listed(operation));
    const sufficient = [...(found?.[1].least ?? []), ...(found?.[1].others ?? [])];
    expect(sufficient).toContain(permission);
  },
);

test.skipIf(!isHere)('no operation would do with a permission that is asked for anyway', () => {
  const { paths } = listSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const sufficientFor = (operation: string) => {
    const found = Object.entries(paths).find(([path]) => path.toLowerCase() === listed(operation));
    return [...(found?.[1].least ?? []), ...(found?.[1].others ?? [])];
  };
  for (const permission of asked) {
    const others = asked.filter((each) => each !== permission);
    const needing = Object.keys(GRAPH_OPERATIONS).filter(
      (operation) => !sufficientFor(operation).some((each) => others.some((it) => it === each)),
    );
    expect(needing, `what needs ${permission}`).not.toEqual([]);
  }
});
