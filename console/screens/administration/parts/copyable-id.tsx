import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../../components/announcer.tsx';

const useStyles = makeStyles({
  line: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  id: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
  // Large enough for touch, without making the line taller.
  button: { flexShrink: 0, minWidth: '2rem', marginBlock: '-0.5rem' },
});

/** An id with a copy button; `label` names the id. */
export function CopyableId({ id, label }: { id: string; label: string }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const { copied, copy } = useCopy(id);
  return (
    <span className={styles.line}>
      <span className={styles.id}>{id}</span>
      {copy && (
        <Button
          appearance="subtle"
          className={styles.button}
          icon={copied ? <CheckmarkRegular /> : <CopyRegular />}
          aria-label={t('copy', { what: label })}
          title={copied ? t('copied') : t('copy', { what: label })}
          onClick={copy}
        />
      )}
    </span>
  );
}

/** `copy` is undefined without a clipboard: browsers offer it only over HTTPS and on localhost. */
function useCopy(text: string) {
  const { t } = useTranslation('administration');
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) return { copied, copy: undefined };
  const copy = async () => {
    try {
      await clipboard.writeText(text);
      setCopied(true);
      announce(t('copied'));
    } catch {
      // The browser refused. The text can still be selected by hand.
      setCopied(false);
    }
  };
  return { copied, copy: () => void copy() };
}
