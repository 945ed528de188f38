/** The task queue for long reads. Separate, so that short activities never wait behind them. */
export function synchronizationQueueOf(taskQueue: string): string {
  return `${taskQueue}-synchronization`;
}
