/** Orders test files so that none that takes long begins last, when the other workers are idle. */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { groupOf } from './groups.ts';

/** Files of more than half a minute on two cores, the longest first. */
const LONG = [
  'test/answers/answers.test.ts',
  'test/faults.test.ts',
  'test/console/accessibility.test.ts',
  'test/synchronization.test.ts',
  'test/console/interrupted.test.ts',
  'test/synchronization-sharded.test.ts',
  'test/console/synchronizations.test.ts',
  'test/console/other-ways.test.ts',
  'test/start.test.ts',
  'faults/faults.test.ts',
  'workflows/clicks.test.ts',
  'test/removal.test.ts',
  'test/synchronization-later.test.ts',
  'test/consent-grants.test.ts',
  'test/journey/journey.test.ts',
  'test/import-rules.test.ts',
  'test/fuzz/fuzz.test.ts',
  'test/dev.test.ts',
];
const GROUP_ORDER = ['browser', 'journeys', 'workflows', 'unit'] as const;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const file = relative(process.cwd(), moduleId);
  const long = LONG.indexOf(file);
  return long === -1 ? LONG.length + GROUP_ORDER.indexOf(groupOf(file)) : long;
}
