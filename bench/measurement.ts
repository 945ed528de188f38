/** The interface of a measurement. */
import type { Samples } from './samples.ts';

export type Unit = 's' | 'ms' | 'MB' | 'events';

export interface Measurement {
  readonly name: string;
  /** What is measured and what it is compared with, in a few words each. */
  readonly ours: string;
  readonly floor: string;
  readonly unit: Unit;
  readonly bar: { readonly text: string; met(outcome: Outcome): boolean };
  /** The default of `--rounds`. */
  readonly rounds: number;
  run(context: BenchContext): Promise<Outcome>;
}

export interface BenchContext {
  readonly rounds: number;
  /** First runs by size, shared between measurements. */
  readonly samples: Samples;
  /** Reports progress. */
  say(line: string): void;
}

export interface Outcome {
  readonly ours: number;
  /** Null if the bar does not depend on a floor. */
  readonly floor: number | null;
  /** The raw results of each round. */
  readonly rounds: readonly unknown[];
  /** Details, such as where the time went. */
  readonly notes: readonly string[];
}

/** Ours divided by the floor, or null without a floor. */
export function ratioOf({ ours, floor }: Outcome): number | null {
  return floor === null ? null : ours / floor;
}

/** A bar for the ratio only. */
export const ratioAtMost = (most: number): Measurement['bar'] => ({
  text: `ratio ≤ ${most}`,
  met: (outcome) => (ratioOf(outcome) ?? Infinity) <= most,
});

/** Five rounds, or three if a round takes long. */
export const roundsFor = (users: number): number => (users > 100_000 ? 3 : 5);
