import { Button, Link, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { ConsentKind } from '../../../../domain/consents.ts';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { useConsentClick } from './use-consent-click.ts';

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalS,
  },
});

/** The "Click here" button that opens Microsoft's sign-in. `calm` makes it secondary while no click is needed. */
export function ClickHere(props: {
  kind: ConsentKind;
  open: boolean;
  calm: boolean;
  describedBy: string;
}) {
  const { kind, open, calm, describedBy } = props;
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const { click, isPending, error, blockedAddress, forgetAddress } = useConsentClick(kind);
  return (
    <div className={styles.box}>
      <Button
        appearance={open && !calm ? 'primary' : 'secondary'}
        size="large"
        icon={isPending ? <Spinner size="tiny" /> : <OpenRegular />}
        iconPosition="after"
        disabled={!open}
        disabledFocusable={isPending}
        aria-describedby={describedBy}
        onClick={click}
      >
        {isPending ? t('step.clickHereBegun') : t('step.clickHere')}
      </Button>
      {blockedAddress && (
        <Text role="status">
          {t('step.blocked')}{' '}
          <Link
            inline
            href={blockedAddress}
            target="_blank"
            rel="noopener noreferrer"
            // After the browser has followed the link.
            onClick={() => setTimeout(forgetAddress)}
          >
            {t('step.blockedLink')}
          </Link>
        </Text>
      )}
      {error && <ProblemBar error={error} />}
    </div>
  );
}
