import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { CopyableId } from '../parts/copyable-id.tsx';
import { Fact, Facts } from '../parts/facts.tsx';
import type { AuditEvent } from './use-history.ts';

const useStyles = makeStyles({
  // On the same line while closed, below it when open.
  details: { '&[open]': { flexBasis: '100%' } },
  summary: {
    width: 'fit-content',
    minHeight: '1.5rem',
    cursor: 'pointer',
    color: tokens.colorBrandForegroundLink,
    fontSize: tokens.fontSizeBase200,
    borderRadius: tokens.borderRadiusSmall,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  content: { paddingTop: tokens.spacingVerticalS },
});

/** Details of an event that support asks for. `about` names the event in the accessible label. */
export function EventDisclosure({ event, about }: { event: AuditEvent; about: string }) {
  const styles = useStyles();
  const { t } = useTranslation('audit');
  return (
    <details className={styles.details}>
      <summary className={styles.summary} aria-label={`${t('more')}: ${about}`}>
        {t('more')}
      </summary>
      <div className={styles.content}>
        <Facts>
          <Fact term={t('correlationId')}>
            <CopyableId id={event.correlationId} label={t('correlationId')} />
          </Fact>
          {event.tenantId && (
            <Fact term={t('tenantId')}>
              <CopyableId id={event.tenantId} label={t('tenantId')} />
            </Fact>
          )}
          <Fact term={t('at')}>{event.at}</Fact>
        </Facts>
      </div>
    </details>
  );
}
