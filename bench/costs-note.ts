/** The processor seconds of the processes in one line. */
import { median } from './statistics.ts';
import type { Costs } from './process-costs.ts';

/** The median of each process over the rounds. */
export function costsNote(whose: string, rounds: readonly Costs[]): string {
  const names = Object.keys(rounds[0] ?? {});
  const parts = names.map((name) => {
    const seconds = median(rounds.map((costs) => costs[name] ?? 0));
    return `${name} ${seconds.toFixed(1)}`;
  });
  return `processor seconds, ${whose}: ${parts.join(', ')}`;
}
