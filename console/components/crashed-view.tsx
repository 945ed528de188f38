import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.ts';
import { NotFoundView } from './not-found-view.tsx';
import { Page } from './page.tsx';
import { ProblemBar } from './problem-bar.tsx';

const useStyles = makeStyles({
  action: { alignSelf: 'flex-start', marginTop: tokens.spacingVerticalS },
});

/** Shown when a screen throws: explains an API error, and offers a reload for anything else (a bug). */
export function CrashedView({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  if (error instanceof ApiProblem && error.code === 'NotFound') return <NotFoundView />;
  if (error instanceof ApiProblem) {
    return (
      <Page title={t('unknownError')}>
        <ProblemBar error={error} onRetry={reset} />
      </Page>
    );
  }
  return (
    <Page title={t('crashed.title')} lead={t('crashed.lead')}>
      <Button appearance="primary" className={styles.action} onClick={() => location.reload()}>
        {t('crashed.reload')}
      </Button>
    </Page>
  );
}
