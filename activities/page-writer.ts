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
  const state: WriterState = { failure: null, step: Promise.resolve(), writing: null };

  async function write(): Promise<void> {
    while (waiting.length > 0 && state.failure === null) {
      const pages = waiting.splice(0, PAGES_AT_ONCE);
      state.step = store.runs.savePages(lease, pages, takeSpent(meter));
      await state.step;
      onStored();
    }
  }

  function begin(): void {
    state.writing ??= write()
      .catch((cause: unknown) => void (state.failure = { cause }))
      .finally(() => void (state.writing = null));
  }

  function refuseFailed(): void {
    if (state.failure !== null) throw state.failure.cause;
  }

  return {
    async put(page) {
      waiting.push(page);
      begin();
      while (waiting.length >= PAGES_AT_ONCE && state.failure === null) {
        await state.step.catch(() => undefined);
      }
      refuseFailed();
    },
    async flush() {
      while (state.writing !== null) await state.writing;
      refuseFailed();
    },
  };
}

interface WriterState {
  failure: { readonly cause: unknown } | null;
  /** The transaction under way, or the last one. */
  step: Promise<void>;
  /** All of them, until no page waits any more. */
  writing: Promise<void> | null;
}

/** What was spent since it was last asked. */
export function takeSpent(meter: Meter): Spent {
  const spent = { ...meter };
  Object.assign(meter, { requests: 0, units: 0, throttled: 0, waitedMs: 0 });
  return spent;
}
