/** `npm test`: everything, with the count as the last line. Arguments name test files. */
import { startVitest } from 'vitest/node';

const vitest = await startVitest('test', process.argv.slice(2), { watch: false });
const cases = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const failedModules = vitest.state
  .getTestModules()
  .filter((module) => module.state() === 'failed' && module.errors().length > 0);
const unhandled = vitest.state.getUnhandledErrors().length;
await vitest.close();

const passed = cases.filter((test) => test.result().state === 'passed').length;
const failed =
  cases.filter((test) => test.result().state === 'failed').length +
  failedModules.length +
  unhandled;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
