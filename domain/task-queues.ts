/** Where an account's long readings wait: beside its own queue, so that nothing short waits behind them. */
export function synchronizationQueueOf(taskQueue: string): string {
  return `${taskQueue}-synchronization`;
}
