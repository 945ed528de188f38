import type { Meter } from '../microsoft/graph.ts';
import type { Lease, Page, Spent } from '../store/runs.ts';
import type { Store } from '../store/store.ts';

/** Pages that are stored in one transaction, and that may wait for it. Together with what is being read they bound the memory. */
const PAGES_AT_ONCE = 8;

/** Stores pages one transaction after the other while the next ones are being read. */
export interface PageWriter {
  /**
   * Takes a page; returns at once, or when fewer pages wait to be stored.
   * @throws what storing an earlier page failed with.
   */
  put(page: Page): Promise<void>;
  /** Returns when everything is stored. @throws likewise */
  flush(): Promise<void>;
}

export function createPageWriter(
  { store, lease, meter }: { store: Store; lease: Lease; meter: Meter },
  onStored: () => void,
): PageWriter {
  const waiting: Page[] = [];
  let failure: { readonly cause: unknown } | null = null;
  let step: Promise<void> = Promise.resolve();
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    while (waiting.length > 0 && failure === null) {
      const pages = waiting.splice(0, PAGES_AT_ONCE);
      step = store.runs.savePages(lease, pages, takeSpent(meter));
      await step;
      onStored();
    }
  }

  function begin(): void {
    writing ??= write()
      .catch((cause: unknown) => void (failure = { cause }))
      .finally(() => void (writing = null));
  }

  const refuseFailed = () => {
    if (failure !== null) throw failure.cause;
  };

  return {
    async put(page) {
      waiting.push(page);
      begin();
      while (waiting.length >= PAGES_AT_ONCE && failure === null) await step.catch(() => undefined);
      refuseFailed();
    },
    async flush() {
      while (writing !== null) await writing;
      refuseFailed();
    },
  };
}

/** What was spent since it was last asked. */
export function takeSpent(meter: Meter): Spent {
  const spent = { ...meter };
  Object.assign(meter, { requests: 0, units: 0, throttled: 0, waitedMs: 0 });
  return spent;
}
