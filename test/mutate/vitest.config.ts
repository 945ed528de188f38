/** For runs of `npm run mutate`: the project's configuration, with what a level and a run need. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';
import { SERVICES_VARIABLE } from '../support/services.ts';
import { LEVELS } from './levels.ts';
import { LEVEL_VARIABLE, RECORD_VARIABLE } from './variables.ts';

const level = LEVELS.find(({ name }) => name === process.env[LEVEL_VARIABLE]);

/** The files in the order of the command line: the quickest first. */
class GivenOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const places = process.argv.map((argument) => argument);
    const placeOf = ({ moduleId }: TestSpecification) =>
      places.findIndex((place) => moduleId.endsWith(`/${place}`));
    return files.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  // The packages are shared with the checkout; what Vitest remembers is not.
  cacheDir: '.vite',
  test: {
    ...base.test,
    include: [...(level?.include ?? [])],
    exclude: [...(level?.exclude ?? [])],
    // Without it, services are those that `npm run mutate` has started.
    globalSetup: process.env[SERVICES_VARIABLE] ? [] : base.test?.globalSetup,
    setupFiles: process.env[RECORD_VARIABLE] ? ['test/mutate/record.setup.ts'] : [],
    maxWorkers: process.env[RECORD_VARIABLE] ? 2 : 1,
    sequence: { sequencer: GivenOrder },
  },
});
