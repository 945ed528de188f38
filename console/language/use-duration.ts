import { useTranslation } from 'react-i18next';
import { formatDuration } from './duration.ts';

/** `formatDuration` in the current language of the console. */
export function useDuration(): (milliseconds: number) => string {
  const { i18n } = useTranslation();
  return (milliseconds) => formatDuration(milliseconds, i18n.language);
}
