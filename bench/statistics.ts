/** Few numbers made of many. */

/** The middle one; of an even number, the mean of the two in the middle. @throws RangeError of none */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which a share of the values lies, interpolated between neighbours. @throws RangeError of none */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('There is no value');
  return below + (above - below) * (place - Math.floor(place));
}

/** To so many digits that count: 0.01234 and 1234 have the same number of them. */
export function significant(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
