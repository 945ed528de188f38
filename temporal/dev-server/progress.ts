/** Shows how a Temporal CLI is obtained: a redrawn line on a terminal, a line every ten seconds elsewhere. */

export interface Progress {
  /** Shows the current state. May be called at any rate. */
  update(line: string): void;
  /** Shows the outcome of a step. It is always written. */
  finish(line: string): void;
}

/** The part of a stream such as `process.stderr` that progress needs. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const LINE_EVERY_MS = 10_000;
const SUBJECT = 'Temporal server: ';
const CLEAR_LINE = '\r\u001b[2K';

/** @param now milliseconds; a monotonic clock by default. */
export function createProgress(
  output: ProgressOutput,
  now: () => number = () => performance.now(),
): Progress {
  return output.isTTY ? redrawing(output) : occasional(output, now);
}

function redrawing(output: ProgressOutput): Progress {
  return {
    update: (line) => output.write(CLEAR_LINE + SUBJECT + line),
    finish: (line) => output.write(`${CLEAR_LINE}${SUBJECT}${line}\n`),
  };
}

function occasional(output: ProgressOutput, now: () => number): Progress {
  let written = Number.NEGATIVE_INFINITY;
  return {
    update(line) {
      if (now() - written < LINE_EVERY_MS) return;
      written = now();
      output.write(`${SUBJECT}${line}\n`);
    },
    finish(line) {
      output.write(`${SUBJECT}${line}\n`);
      // The next step shows its first state immediately.
      written = Number.NEGATIVE_INFINITY;
    },
  };
}

export interface Ticker {
  /** Shows a new state. */
  say(state: string): void;
  /** The time since the start, such as `3:07`. */
  elapsed(): string;
  stop(): void;
}

/** Shows the current state with the elapsed time, again each second: some steps print nothing for a while. */
export function startTicker(progress: Progress, firstState: string): Ticker {
  const start = performance.now();
  const elapsed = () => formatElapsed(performance.now() - start);
  let state = firstState;
  const draw = () => progress.update(`${state}, ${elapsed()} elapsed`);
  const timer = setInterval(draw, 1_000);
  draw();
  return {
    say(newState) {
      state = newState;
      draw();
    },
    elapsed,
    stop: () => clearInterval(timer),
  };
}

/** Minutes and seconds, such as `3:07`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
