import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { StateBadge } from '../../../components/state-badge.tsx';
import { useFormat } from '../../../language/format.ts';
import { MethodText } from '../parts/method-text.tsx';
import { AccountLink } from './account-link.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ApplicationIds } from './application-ids.tsx';
import { LastSynchronized, Protected } from './published.tsx';
import { TenantName } from './tenant-name.tsx';

const COLUMNS = [
  ['service', '14%'],
  ['tenant', '17%'],
  ['applications', '18%'],
  ['method', '11%'],
  ['state', '11%'],
  ['synchronized', '11%'],
  ['published', '18%'],
  ['actions', '4rem'],
] as const;

const useStyles = makeStyles({
  cell: {
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
  },
  head: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    verticalAlign: 'bottom',
  },
  row: { cursor: 'pointer' },
  quiet: {
    display: 'block',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
});

/** All accounts as a table, for wide screens. */
export function AccountsTable({ accounts }: { accounts: readonly Account[] }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  return (
    <Table aria-label={t('tableLabel')}>
      <TableHeader>
        <TableRow>
          {COLUMNS.map(([column, width]) => (
            <TableHeaderCell key={column} className={styles.head} style={{ width }}>
              {t(`column.${column}`)}
            </TableHeaderCell>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {accounts.map((account) => (
          <AccountRow key={account.accountId} account={account} />
        ))}
      </TableBody>
    </Table>
  );
}

function AccountRow({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const { dateTime } = useFormat();
  const open = useOpenByClick(account);
  return (
    <TableRow className={styles.row} onClick={open}>
      <TableCell className={styles.cell}>
        <AccountLink account={account} />
        <span className={styles.quiet}>
          {t('column.opened', { when: dateTime(account.openedAt) })}
        </span>
      </TableCell>
      <TableCell className={styles.cell}>
        <TenantName account={account} />
      </TableCell>
      <TableCell className={styles.cell}>
        <ApplicationIds account={account} />
      </TableCell>
      <TableCell className={styles.cell}>
        <MethodText account={account} />
      </TableCell>
      <TableCell className={styles.cell}>
        <StateBadge account={account} />
      </TableCell>
      <TableCell className={styles.cell}>
        <LastSynchronized account={account} />
      </TableCell>
      <TableCell className={styles.cell}>
        <Protected account={account} />
      </TableCell>
      <TableCell className={styles.cell}>
        <AccountMenu account={account} />
      </TableCell>
    </TableRow>
  );
}

/** A click anywhere on the row opens the account. Keyboard users have the link in it. */
function useOpenByClick({ service }: Account) {
  const navigate = useNavigate();
  const { id: organizationId } = useThisOrganization();
  return (event: MouseEvent<HTMLElement>) => {
    const row = event.currentTarget;
    const target = event.target as Node;
    // Ignore React events that bubble from a portal (the menu), and clicks that end a text selection.
    if (!row.contains(target) || (target as Element).closest('a, button')) return;
    if (String(getSelection() ?? '') !== '') return;
    void navigate({
      to: '/organizations/$organizationId/administration/service-accounts/$service',
      params: { organizationId, service },
    });
  };
}
