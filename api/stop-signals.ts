import { constants } from 'node:os';

/** The signals that ask a process to end. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** In milliseconds. A terminal and npm may both send the same Ctrl-C, so signals this close are one. */
const SAME_PRESS = 1_000;

/** Calls `stop` at the first signal. Whoever asks once more, and does not want to wait, ends the process at once. */
export function onStopSignal(stop: () => Promise<void>): void {
  let since: number | null = null;
  const onSignal = (signal: (typeof SIGNALS)[number]) => {
    if (since === null) {
      since = performance.now();
      void stop();
    } else if (performance.now() - since > SAME_PRESS)
      process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}
