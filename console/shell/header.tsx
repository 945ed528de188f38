import { makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Organization, useSession } from '../api/session.ts';
import { Brand } from '../components/brand.tsx';
import { NotificationsButton } from './notifications-button.tsx';
import { UserButton } from './user-button.tsx';
import { shortName } from '../language/short-name.ts';

const useStyles = makeStyles({
  header: {
    gridArea: 'header',
    position: 'sticky',
    top: 0,
    zIndex: 2,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    minHeight: '3.5rem',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXXL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 48rem)': { position: 'static', padding: tokens.spacingHorizontalM },
  },
  home: {
    display: 'inline-flex',
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
  },
  organization: {
    flex: '0 1 14rem',
    minWidth: 0,
    '@media (max-width: 30rem)': { flex: '1 1 7rem' },
  },
  tools: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    marginLeft: 'auto',
  },
});

/** Logo, organization, notifications and user menu. */
export function Header({ organization }: { organization: Organization }) {
  const styles = useStyles();
  return (
    <header className={styles.header}>
      <Link
        to="/organizations/$organizationId/dashboard"
        params={{ organizationId: organization.id }}
        className={styles.home}
      >
        <Brand compact />
      </Link>
      <OrganizationSwitcher organization={organization} />
      <div className={styles.tools}>
        <NotificationsButton organizationId={organization.id} />
        <UserButton organization={organization} />
      </div>
    </header>
  );
}

/** Switching organizations opens the dashboard, since the current screen may not exist there. */
function OrganizationSwitcher({ organization }: { organization: Organization }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { organizations } = useSession();
  if (organizations.length === 1) {
    return (
      <Text
        truncate
        wrap={false}
        block
        weight="semibold"
        dir="auto"
        title={organization.name}
        className={styles.organization}
      >
        {organization.name}
      </Text>
    );
  }
  return (
    <Select
      className={styles.organization}
      aria-label={t('header.organization')}
      title={organization.name}
      value={organization.id}
      onChange={(_event, { value }) =>
        void navigate({
          to: '/organizations/$organizationId/dashboard',
          params: { organizationId: value },
        })
      }
    >
      {organizations.map(({ id, name }) => (
        <option key={id} value={id}>
          {shortName(name)}
        </option>
      ))}
    </Select>
  );
}
