/** Bad arguments of the commands that people run. */
import { expect, test } from 'vitest';
import { runProcess } from './support/processes.ts';

test.each<[string, readonly string[], RegExp]>([
  ['test/journey/main.ts', ['--service', 'bogus'], /expected one of .*"onedrive"[^]*service/],
  ['test/journey/main.ts', ['--users', '9'], />=10[^]*users/],
  ['test/journey/main.ts', ['--url', 'here'], /Invalid URL[^]*url/],
  ['test/journey/main.ts', ['--bogus'], /Unknown option '--bogus'/],
  ['bench/main.ts', ['bogus'], /Unknown measurement: bogus\. Available: .+\./],
  ['bench/main.ts', ['--rounds', 'x'], /expected number[^]*rounds/],
  ['bench/main.ts', ['--rounds'], /'--rounds <value>' argument missing/],
  ['faults/main.ts', ['--only', 'bogus'], /Unknown cell: bogus\. Available: .+\./],
  ['faults/main.ts', ['--bogus'], /Unknown option '--bogus'/],
  ['sandbox/main.ts', ['--port', 'x'], /expected number[^]*port/],
  ['sandbox/main.ts', ['--users', '0'], />=1[^]*users/],
  ['sandbox/main.ts', ['--certificate', 'x'], /--certificate takes CLIENT_ID=FILE, not x\./],
  ['sandbox/main.ts', ['--bogus'], /Unknown option '--bogus'/],
])(
  '%s %j says what is wrong with it, and nothing of where in our code',
  async (file, flags, says) => {
    const { code, output } = await runProcess({ arguments: ['--import', 'tsx', file, ...flags] });
    expect(output).toMatch(says);
    expect(output).not.toMatch(/^\s+at |ZodError|node:internal/m);
    expect(code).toBe(1);
  },
);
