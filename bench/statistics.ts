/** Medians, percentiles and rounding. */

/** The median. @throws RangeError if there are no values */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The percentile for a share from 0 to 1, interpolated between neighbours. @throws RangeError if there are no values */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('There are no values');
  return below + (above - below) * (place - Math.floor(place));
}

/** Rounds to this many significant digits. */
export function significant(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
