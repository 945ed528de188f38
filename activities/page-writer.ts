import type { Meter } from '../microsoft/graph.ts';
import type { Lease, Page, Spent } from '../store/runs.ts';
import type { Store } from '../store/store.ts';

/** Pages that are stored in one transaction, and that may wait for it. Together with what is being read they bound the memory. */
const PAGES_AT_ONCE = 16;

/** Stores pages one transaction after the other while the next ones are being read. */
export interface PageWriter {
  /**
   * Takes a page; returns at once, or when fewer pages wait to be stored.
   * @throws what storing an earlier page failed with.
   */
  put(page: Page): Promise<void>;
  /** Returns when everything that it has taken so far is stored; others may go on giving it pages. @throws likewise */
  flush(): Promise<void>;
}

export function createPageWriter(
  { store, lease, meter }: { store: Store; lease: Lease; meter: Meter },
  onStored: () => void,
): PageWriter {
  const waiting: Page[] = [];
  const state: WriterState = {
    failure: null,
    step: Promise.resolve(),
    writing: false,
    taken: 0,
    stored: 0,
  };

  async function write(): Promise<void> {
    state.writing = true;
    try {
      while (waiting.length > 0) {
        const pages = waiting.splice(0, PAGES_AT_ONCE);
        state.step = store.runs.savePages(lease, pages, takeSpent(meter));
        await state.step;
        state.stored += pages.length;
        onStored();
      }
    } catch (cause) {
      state.failure = { cause };
    }
    state.writing = false;
  }

  /** Steps go by until it is so, or one of them fails. */
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo() && state.failure === null) await state.step.catch(() => undefined);
    if (state.failure !== null) throw state.failure.cause;
  }

  return {
    put(page) {
      waiting.push(page);
      state.taken += 1;
      if (!state.writing && state.failure === null) void write();
      return until(() => waiting.length < PAGES_AT_ONCE);
    },
    flush() {
      const { taken } = state;
      return until(() => state.stored >= taken);
    },
  };
}

interface WriterState {
  failure: { readonly cause: unknown } | null;
  /** The transaction under way, or the last one. */
  step: Promise<void>;
  writing: boolean;
  taken: number;
  stored: number;
}

/** What was spent since it was last asked. */
export function takeSpent(meter: Meter): Spent {
  const spent = { ...meter };
  Object.assign(meter, { requests: 0, units: 0, throttled: 0, waitedMs: 0 });
  return spent;
}
