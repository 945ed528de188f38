import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  AlertRegular,
  BoardRegular,
  MailRegular,
  PersonKeyRegular,
  PlugConnectedRegular,
  SettingsRegular,
} from '@fluentui/react-icons';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCanEdit } from '../api/session.ts';

const NARROW = '@media (max-width: 48rem)';

const useStyles = makeStyles({
  navigation: {
    gridArea: 'navigation',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: tokens.spacingHorizontalM,
    [NARROW]: {
      borderRight: 'none',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
      padding: `0 ${tokens.spacingHorizontalM}`,
    },
  },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    [NARROW]: { flexDirection: 'row', flexWrap: 'wrap' },
  },
  group: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXS}`,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
    [NARROW]: { display: 'none' },
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '2.5rem',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    '@media (max-width: 30rem)': { padding: tokens.spacingHorizontalS },
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    fontSize: tokens.fontSizeBase300,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': {
      outlineStyle: 'solid',
      outlineWidth: '2px',
      outlineColor: tokens.colorStrokeFocus2,
    },
    '&[aria-current="page"]': {
      fontWeight: tokens.fontWeightSemibold,
      backgroundColor: tokens.colorNeutralBackground1Selected,
      // Lighter in the dark theme: colorBrandForeground1 has a contrast below 4.5:1 on this background.
      color: tokens.colorBrandForeground2,
    },
  },
  icon: { fontSize: '1.25rem', display: 'inline-flex', [NARROW]: { display: 'none' } },
});

/** Main navigation. The current item stays marked on its subpages. */
export function Navigation({ organizationId }: { organizationId: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const base = '/organizations/$organizationId';
  const params = { organizationId };
  const mayChange = useCanEdit();
  return (
    <nav className={styles.navigation} aria-label={t('navigation.label')}>
      <ul className={styles.list}>
        <li>
          <Link to={`${base}/dashboard`} params={params} className={styles.link}>
            <Icon icon={<BoardRegular />} /> {t('navigation.dashboard')}
          </Link>
        </li>
        <li>
          <Link to={`${base}/notifications`} params={params} className={styles.link}>
            <Icon icon={<AlertRegular />} /> {t('navigation.notifications')}
          </Link>
        </li>
        <li>
          <span className={styles.group} id="administration">
            <SettingsRegular aria-hidden fontSize="1.25rem" /> {t('navigation.administration')}
          </span>
          <ul className={styles.list} aria-labelledby="administration">
            <li>
              <Link
                to={`${base}/administration/service-accounts`}
                params={params}
                className={styles.link}
              >
                <Icon icon={<PersonKeyRegular />} /> {t('navigation.serviceAccount')}
              </Link>
            </li>
            <li>
              <Link to={`${base}/administration/mail`} params={params} className={styles.link}>
                <Icon icon={<MailRegular />} /> {t('navigation.mail')}
              </Link>
            </li>
            {mayChange && (
              <li>
                <Link
                  to={`${base}/administration/webhooks`}
                  params={params}
                  className={styles.link}
                >
                  <Icon icon={<PlugConnectedRegular />} /> {t('navigation.webhooks')}
                </Link>
              </li>
            )}
          </ul>
        </li>
      </ul>
    </nav>
  );
}

function Icon({ icon }: { icon: ReactElement }) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.icon)} aria-hidden>
      {icon}
    </span>
  );
}
