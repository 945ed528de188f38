/** The task queue for long reads. Separate, so that short activities never wait behind them. */
export function synchronizationQueueOf(taskQueue: string): string {
  return `${taskQueue}-synchronization`;
}

/** The task queue for calls to servers of customers, however slow these are. Separate for the same reason. */
export function deliveryQueueOf(taskQueue: string): string {
  return `${taskQueue}-delivery`;
}
