import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EventItem } from './event-item.tsx';
import { type Day, groupByDay, nearDay } from './timeline.ts';
import type { AuditEvent } from './use-history.ts';

const useStyles = makeStyles({
  days: { display: 'grid', gap: tokens.spacingVerticalXL },
  title: { display: 'block', margin: `0 0 ${tokens.spacingVerticalM}` },
  events: { margin: 0, padding: 0, listStyleType: 'none' },
});

/** Events grouped by day. */
export function Timeline({ events }: { events: readonly AuditEvent[] }) {
  const styles = useStyles();
  const days = useMemo(() => groupByDay(events), [events]);
  return (
    <div className={styles.days}>
      {days.map((day) => (
        <DayOfEvents key={day.day} day={day} />
      ))}
    </div>
  );
}

function DayOfEvents({ day: { day, events } }: { day: Day<AuditEvent> }) {
  const styles = useStyles();
  const id = useId();
  const name = useDayName(day);
  return (
    <section aria-labelledby={id}>
      <Subtitle2 as="h3" id={id} className={styles.title}>
        {name}
      </Subtitle2>
      <ul className={styles.events}>
        {events.map((event) => (
          <EventItem key={event.id} event={event} />
        ))}
      </ul>
    </section>
  );
}

function useDayName(day: string): string {
  const { t, i18n } = useTranslation('audit');
  const near = nearDay(day);
  if (near) return t(near);
  // Already a calendar day: parse and format it in the same zone, or it may shift by a day.
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeZone: 'UTC' });
  return format.format(new Date(`${day}T12:00:00Z`));
}
