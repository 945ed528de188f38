/** The consents of the service. There is only one access method, so only one tab. */
import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { Notice } from '../../../components/notice.tsx';
import { ReasonSection } from '../../../components/reason-section.tsx';
import { RequiredMethodNote } from '../required-method-note.tsx';
import { ConsentStep } from './consent-step.tsx';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
});

const TAB = 'provision-tab-use-access-token';
const PANEL = 'provision-panel-use-access-token';

export function ConsentsPart({ account }: { account: Account }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  return (
    <>
      <TabList selectedValue="useAccessToken" aria-label={t('method.label')}>
        <Tab id={TAB} value="useAccessToken" aria-controls={PANEL}>
          {t('method.useAccessToken')}
        </Tab>
      </TabList>
      <div role="tabpanel" id={PANEL} aria-labelledby={TAB} className={styles.panel}>
        <RequiredMethodNote />
        {account.attention && <ReasonSection account={account} />}
        {account.state === 'verifyingQuarantine' && (
          <Notice intent="info">{t('quarantine.verifying')}</Notice>
        )}
        {account.consents.map((consent) => (
          <ConsentStep key={consent.kind} account={account} consent={consent} />
        ))}
      </div>
    </>
  );
}
