import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules', 'dist', '.provost', 'test-output'],
    globalSetup: 'test/support/service-host.ts',
    pool: 'forks',
    // Files that run one after the other in a process share its modules: loading them takes longer than most files.
    isolate: false,
    // Workflows run in the main thread: starting a thread for each worker takes longer than most tests.
    // The processes that tests start do not inherit this.
    env: { TEMPORAL_DEBUG: '1' },
    // Tests wait for servers most of the time.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Guards against a test that hangs, on whatever machine. The waits of tests have bounds of their own.
    testTimeout: 240_000,
    hookTimeout: 300_000,
  },
});
