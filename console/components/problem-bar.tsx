import { Button, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem.ts';
import { Notice } from './notice.tsx';

/** Shows an error in the user's language, with the correlation id for support on server errors. */
export function ProblemBar({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence(error);
  const { correlationId, status } = problemOf(error);
  return (
    <Notice intent="error" actions={onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}>
      <Text weight="semibold">{t('unknownError')}</Text> {sentence}
      {correlationId && status >= 500 && <> ({t('reference', { id: correlationId })})</>}
    </Notice>
  );
}

/** The translated message of any error. */
export function useProblemSentence(error: unknown): string {
  const { t } = useTranslation(['common', 'failures']);
  const { code, details } = problemOf(error);
  const { address } = details;
  if (code === 'WrongAddress' && typeof address === 'string') return t('wrongAddress', { address });
  return code === 'Offline' ? t('offline') : t(`failures:${code}`);
}
