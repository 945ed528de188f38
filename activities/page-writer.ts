import type { Meter } from '../microsoft/graph.ts';
import type { Lease } from '../store/runs/lease.ts';
import type { Page } from '../store/runs/page.ts';
import type { Cost } from '../store/runs/counters.ts';
import type { Store } from '../store/store.ts';

/** Maximum pages per transaction, and maximum pages waiting for it. Bounds the memory. */
const PAGES_AT_ONCE = 16;

/** Stores pages, one transaction at a time, while the next pages are being read. */
export interface PageWriter {
  /**
   * Queues a page. Waits while the queue is full.
   * @throws the error of an earlier write.
   */
  put(page: Page): Promise<void>;
  /** Returns when all pages queued before the call are stored. Others may keep adding pages. @throws likewise */
  flush(): Promise<void>;
}

export function createPageWriter(
  { store, lease, meter }: { store: Store; lease: Lease; meter: Meter },
  onProgress: () => void,
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
        const saving = store.runs.savePages(lease, pages, takeCost(meter));
        // Its failure is `failure`: a rejection that nobody awaits would end the process.
        state.step = saving.then(
          () => undefined,
          () => undefined,
        );
        const progressed = await saving;
        state.stored += pages.length;
        if (progressed) onProgress();
      }
    } catch (cause) {
      state.failure = { cause };
    }
    state.writing = false;
  }

  /** Waits until the condition holds or a write fails. */
  async function until(isTrue: () => boolean): Promise<void> {
    while (!isTrue() && state.failure === null) await state.step;
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
  /** The current transaction, or the last one. */
  step: Promise<void>;
  writing: boolean;
  taken: number;
  stored: number;
}

/** Returns what was spent since the last call, and resets the meter. */
export function takeCost(meter: Meter): Cost {
  const spent = { ...meter };
  Object.assign(meter, { requests: 0, units: 0, throttled: 0, waitedMs: 0 });
  return spent;
}
