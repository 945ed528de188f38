/** Shown when the tenant blocks Exchange Web Services, with the command that allows our application. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular, WarningFilled } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { CheckReport } from '../consents/check-report.tsx';
import { copyText } from '../copy-text.ts';
import { Section } from '../../../components/section.tsx';

const useStyles = makeStyles({
  warning: { fontSize: '1.75rem', color: tokens.colorStatusWarningForeground1 },
  command: {
    margin: 0,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase400,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  copy: { alignSelf: 'flex-start' },
});

export function EwsBlockedPart({ account }: { account: Account }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const check = account.consents.find(({ kind }) => kind === 'exchange')?.check;
  return (
    <Section
      title={t('attention.ewsBlocked.title')}
      mark={<WarningFilled aria-hidden className={styles.warning} />}
    >
      <Text>{t('attention.ewsBlocked.lead')}</Text>
      {account.attention?.command && <Command command={account.attention.command} />}
      <Text>{t('attention.ewsBlocked.after')}</Text>
      {check && <CheckReport check={check} />}
    </Section>
  );
}

function Command({ command }: { command: string }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const done = await copyText(command);
    setCopied(done);
    if (done) announce(t('attention.ewsBlocked.copied'));
  };
  return (
    <>
      <Text>{t('attention.ewsBlocked.how')}</Text>
      <pre className={styles.command} role="region" aria-label={t('attention.ewsBlocked.command')}>
        <code>{command}</code>
      </pre>
      <Button
        className={styles.copy}
        icon={copied ? <CheckmarkRegular /> : <CopyRegular />}
        onClick={() => void copy()}
      >
        {copied ? t('attention.ewsBlocked.copied') : t('attention.ewsBlocked.copy')}
      </Button>
    </>
  );
}
