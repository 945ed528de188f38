import { Button, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem.ts';
import { Notice } from './notice.tsx';

/** What went wrong, in the reader's language, with the reference that support asks for. */
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

/** The sentence for any error. */
export function useProblemSentence(error: unknown): string {
  const { t } = useTranslation(['common', 'failures']);
  const { code } = problemOf(error);
  return code === 'Offline' ? t('offline') : t(`failures:${code}`);
}
