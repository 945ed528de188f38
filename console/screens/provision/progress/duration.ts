const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** “1 min 12 sec”, as readers of the language write it. Never negative: clocks differ. */
export function durationIn(language: string, milliseconds: number): string {
  const elapsed = Math.max(0, milliseconds);
  const write = (value: number, unit: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  const hours = Math.floor(elapsed / HOUR);
  const minutes = Math.floor((elapsed % HOUR) / MINUTE);
  if (hours > 0) return `${write(hours, 'hour')} ${write(minutes, 'minute')}`;
  const seconds = Math.floor((elapsed % MINUTE) / SECOND);
  if (minutes > 0) return `${write(minutes, 'minute')} ${write(seconds, 'second')}`;
  return write(seconds, 'second');
}
