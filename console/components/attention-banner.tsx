/** What needs attention, whose turn it is and since when, with a link to what to do. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { ATTENTION_REASONS } from '../../domain/reasons.ts';
import type { Account } from '../api/client.ts';
import { useThisOrganization } from '../api/session.ts';
import { attentionTarget } from './attention-target.ts';
import { LinkButton } from './link-button.tsx';
import { Notice } from './notice.tsx';
import { useNeedySince, useTold } from './use-told.ts';

const useStyles = makeStyles({
  text: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  since: { color: tokens.colorNeutralForeground2 },
});

/** `named`: the screen is about several services. What only we or Microsoft can mend is told quietly. */
export function AttentionBanner({ account, named }: { account: Account; named?: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation('common');
  const told = useTold(account);
  const since = useNeedySince(account);
  const { attention, service } = account;
  if (told === null || attention === null) return null;
  const { quiet } = ATTENTION_REASONS[attention.reason];
  const name = t(`service.${service}`);
  return (
    <Notice intent={quiet ? 'info' : 'warning'} actions={<WhatToDo account={account} />}>
      <div className={styles.text}>
        <Text weight="semibold">{named ? `${name}: ${told.title}` : told.title}</Text>
        <Text>{told.turn}</Text>
        {since && (
          <Text size={200} className={styles.since}>
            {since}
          </Text>
        )}
      </div>
    </Notice>
  );
}

function WhatToDo({ account: { attention, service } }: { account: Account }) {
  const { t } = useTranslation(['notifications', 'synchronizations']);
  const { id: organizationId } = useThisOrganization();
  const reason = attention?.reason ?? null;
  return (
    <LinkButton {...attentionTarget(reason)} params={{ organizationId, service }}>
      {reason === 'removalsHeld'
        ? t('synchronizations:held.noticeOpen')
        : t('open.attentionRequired')}
    </LinkButton>
  );
}
