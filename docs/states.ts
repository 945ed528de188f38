/** Writes `docs/states.md`. */
import { writeFileSync } from 'node:fs';
import { STATES_PAGE, statesPage } from './states-page.ts';

writeFileSync(STATES_PAGE, statesPage());
