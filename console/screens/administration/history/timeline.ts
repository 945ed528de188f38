const DAY = 24 * 60 * 60 * 1000;

export interface Day<T> {
  /** The calendar day in the user's time zone, as YYYY-MM-DD. */
  readonly day: string;
  readonly events: readonly T[];
}

/** Groups events by calendar day. Days and events keep the given order. */
export function groupByDay<T extends { at: string }>(
  events: readonly T[],
  timeZone?: string,
): Day<T>[] {
  const dayOf = calendar(timeZone);
  const days = new Map<string, T[]>();
  for (const event of events) {
    const day = dayOf(event.at);
    const known = days.get(day);
    if (known) known.push(event);
    else days.set(day, [event]);
  }
  return [...days].map(([day, entries]) => ({ day, events: entries }));
}

/** Whether a day is today or yesterday in the user's time zone. */
export function nearDay(
  day: string,
  now = new Date().toISOString(),
  timeZone?: string,
): 'today' | 'yesterday' | null {
  const today = calendar(timeZone)(now);
  if (day === today) return 'today';
  return Date.parse(today) - Date.parse(day) === DAY ? 'yesterday' : null;
}

function calendar(timeZone: string | undefined): (instant: string) => string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (instant) => {
    const parts = format.formatToParts(new Date(instant));
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
    return `${part('year')}-${part('month')}-${part('day')}`;
  };
}
