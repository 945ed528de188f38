/** Progress of something that takes minutes: one line redrawn on a terminal, else a line now and then. */

export interface Progress {
  /** The newest state, as often as one likes. */
  update(line: string): void;
  /** What happened in the end: always written. */
  finish(line: string): void;
}

/** What is needed of a stream such as `process.stderr`. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const LINE_EVERY_MS = 10_000;
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
    update: (line) => output.write(CLEAR_LINE + line),
    finish: (line) => output.write(`${CLEAR_LINE}${line}\n`),
  };
}

function occasional(output: ProgressOutput, now: () => number): Progress {
  let written = Number.NEGATIVE_INFINITY;
  return {
    update(line) {
      if (now() - written < LINE_EVERY_MS) return;
      written = now();
      output.write(`${line}\n`);
    },
    finish: (line) => output.write(`${line}\n`),
  };
}

/** `3:07`, minutes and seconds. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
