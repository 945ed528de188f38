/** What `npm run mutate` tells the tests that it runs. */

/** The name of the level whose files are run. */
export const LEVEL_VARIABLE = 'PROVOST_MUTATE_LEVEL';

/** The file for what refused; unset where nothing is recorded. */
export const RECORD_VARIABLE = 'PROVOST_MUTATE_RECORD';
