/**
 * `npm test`: all tests, or those of one group (`--only unit`), or the named files.
 * `--install` installs what is missing. The last line is the count.
 */
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { type Group, groupOf, GROUPS, NEEDS, testFiles } from './groups.ts';
import { missing } from './needs.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    install: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

function fail(message: string): never {
  console.error(message);
  return process.exit(1);
}

function chosenFiles(): string[] {
  const only = values.only as Group | undefined;
  if (only && !GROUPS.includes(only)) fail(`--only takes one of: ${GROUPS.join(', ')}`);
  const files = testFiles().filter(
    (file) =>
      (!only || groupOf(file) === only) &&
      (positionals.length === 0 || positionals.some((part) => file.includes(part))),
  );
  return files.length > 0 ? files : fail(`No test file matches ${positionals.join(' ')}`);
}

const files = chosenFiles();
const needs = new Set(files.flatMap((file) => NEEDS[groupOf(file)]));
const sentences = await missing([...needs], values);
if (sentences.length > 0) fail(sentences.join('\n\n'));

const vitest = await startVitest('test', files, { watch: false });
const modules = vitest.state.getTestModules();
const cases = modules.flatMap((module) => [...module.children.allTests()]);
const failedModules = modules.filter(
  (module) => module.state() === 'failed' && module.errors().length > 0,
);
const unhandled = vitest.state.getUnhandledErrors().length;
await vitest.close();

const countOf = (state: string) => cases.filter((test) => test.result().state === state).length;
const passed = countOf('passed');
const failed = countOf('failed') + failedModules.length + unhandled;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
