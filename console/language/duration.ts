const SECOND = 1000;

/** Formats a duration in at most two units: “0.4 sec”, “3 min 12 sec”, “2 hr 5 min”. */
export function formatDuration(milliseconds: number, language: string): string {
  const part = (value: number, unit: string, maximumFractionDigits = 0) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits,
    }).format(value);
  const whole = Math.max(milliseconds, 0);
  if (whole < 10 * SECOND) return part(whole / SECOND, 'second', 1);
  const seconds = Math.round(whole / SECOND);
  if (seconds < 60) return part(seconds, 'second');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${part(minutes, 'minute')} ${part(seconds % 60, 'second')}`;
  return `${part(Math.floor(minutes / 60), 'hour')} ${part(minutes % 60, 'minute')}`;
}

/** Milliseconds between two instants (ISO 8601), or until `now` if there is no end yet. */
export function elapsed(startedAt: string, endedAt: string | null, now = Date.now()): number {
  return (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt);
}
