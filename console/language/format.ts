import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Formatters for numbers and instants (ISO 8601) in a language.
 * @param justNow how the language says that something happened less than a minute ago
 */
export function formatIn(language: string, justNow: string) {
  const number = new Intl.NumberFormat(language);
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return {
    number: (value: number) => number.format(value),
    dateTime: (instant: string) => dateTime.format(new Date(instant)),
    time: (instant: string) => time.format(new Date(instant)),
    /** “3 minutes ago”; the date after a week. */
    ago(instant: string, now = Date.now()): string {
      const elapsed = now - Date.parse(instant);
      if (elapsed < MINUTE) return justNow;
      if (elapsed < HOUR) return relative.format(-Math.floor(elapsed / MINUTE), 'minute');
      if (elapsed < DAY) return relative.format(-Math.floor(elapsed / HOUR), 'hour');
      if (elapsed < 7 * DAY) return relative.format(-Math.floor(elapsed / DAY), 'day');
      return dateTime.format(new Date(instant));
    },
  };
}

/** `formatIn` the current language of the console. */
export function useFormat(): ReturnType<typeof formatIn> {
  const { t, i18n } = useTranslation();
  const justNow = t('justNow');
  return useMemo(() => formatIn(i18n.language, justNow), [i18n.language, justNow]);
}
