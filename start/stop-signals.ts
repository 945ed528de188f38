/** The signals that ask a process to end. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Calls `stop` once. A terminal and npm may both send the same signal, and another one while everything
 * is ending changes nothing: without a handler it would end this process at once.
 */
export function onStopSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const once = () => {
    if (stopping) return;
    stopping = true;
    void stop();
  };
  for (const signal of SIGNALS) process.on(signal, once);
}
