/** What every measurement has in common. */
import type { Samples } from './samples.ts';

export type Unit = 's' | 'ms' | 'MB' | 'events';

export interface Measurement {
  readonly name: string;
  /** What is measured, and what it is held against, in a few words each. */
  readonly ours: string;
  readonly floor: string;
  readonly unit: Unit;
  readonly bar: { readonly text: string; met(outcome: Outcome): boolean };
  /** Rounds unless `--rounds` says otherwise. */
  readonly rounds: number;
  run(context: BenchContext): Promise<Outcome>;
}

export interface BenchContext {
  readonly rounds: number;
  /** First runs, each size measured once however many measurements want it. */
  readonly samples: Samples;
  /** Tells whoever waits how far it is. */
  say(line: string): void;
}

export interface Outcome {
  readonly ours: number;
  /** Null where the bar is a number by itself. */
  readonly floor: number | null;
  /** Of each round, as it was. */
  readonly rounds: readonly unknown[];
  /** What else the numbers say: where the time went, what was counted. */
  readonly notes: readonly string[];
}

/** Ours by the floor's, or null without one. */
export function ratioOf({ ours, floor }: Outcome): number | null {
  return floor === null ? null : ours / floor;
}

/** A bar for the ratio alone. */
export const ratioAtMost = (most: number): Measurement['bar'] => ({
  text: `ratio ≤ ${most}`,
  met: (outcome) => (ratioOf(outcome) ?? Infinity) <= most,
});

/** Medians of five, of three where one round is long. */
export const roundsFor = (users: number): number => (users > 100_000 ? 3 : 5);
