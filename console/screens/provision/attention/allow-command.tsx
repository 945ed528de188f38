/** The command that allows our application to use Exchange Web Services, without losing others. */
import { Button, Field, makeStyles, Text, Textarea, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUnclear, SHOW_ALLOWED_COMMAND, unblockCommand } from '../../../../domain/quarantine.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { copyText } from '../copy-text.ts';

const useStyles = makeStyles({
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

/** Longer than any list that Exchange takes. */
const LONGEST_LIST = 10_000;

export function AllowCommand({ clientId }: { clientId: string }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const [allowed, setAllowed] = useState('');
  const command = unblockCommand(clientId, allowed);
  return (
    <>
      <Text>{t('quarantine.allow.how')}</Text>
      <pre className={styles.command}>
        <code>{SHOW_ALLOWED_COMMAND}</code>
      </pre>
      <Field
        label={t('quarantine.allow.present')}
        hint={t('quarantine.allow.presentHint')}
        validationState={isUnclear(allowed) ? 'warning' : 'none'}
        validationMessage={isUnclear(allowed) ? t('quarantine.allow.unclear') : undefined}
      >
        <Textarea
          value={allowed}
          maxLength={LONGEST_LIST}
          onChange={(_, { value }) => setAllowed(value)}
        />
      </Field>
      <pre
        className={styles.command}
        role="region"
        aria-label={t('quarantine.allow.command')}
        aria-live="polite"
      >
        <code>{command}</code>
      </pre>
      <CopyButton key={command} command={command} />
      <Text>{t('quarantine.allow.after')}</Text>
    </>
  );
}

function CopyButton({ command }: { command: string }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const done = await copyText(command);
    setCopied(done);
    if (done) announce(t('quarantine.allow.copied'));
  };
  return (
    <Button
      className={styles.copy}
      icon={copied ? <CheckmarkRegular /> : <CopyRegular />}
      onClick={() => void copy()}
    >
      {copied ? t('quarantine.allow.copied') : t('quarantine.allow.copy')}
    </Button>
  );
}
