import { makeStyles, tokens } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { servicesQuery } from '../../api/queries.ts';
import { useThisOrganization } from '../../api/session.ts';
import { AttentionBanner } from '../../components/attention-banner.tsx';
import { Page } from '../../components/page.tsx';
import { ServiceCard } from './service-card.tsx';
import { shortName } from '../../language/short-name.ts';

const useStyles = makeStyles({
  cards: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(18rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalXL,
  },
  item: { display: 'grid' },
});

export function DashboardScreen() {
  const organization = useThisOrganization();
  const { t } = useTranslation('dashboard');
  const styles = useStyles();
  const { services } = useSuspenseQuery(servicesQuery(organization.id)).data;
  return (
    <Page title={t('title')} lead={t('lead', { organization: shortName(organization.name) })}>
      {services.map(
        ({ service, account }) =>
          account && <AttentionBanner key={service} account={account} named />,
      )}
      <ul className={styles.cards}>
        {services.map(({ service, account }) => (
          <li key={service} className={styles.item}>
            <ServiceCard service={service} account={account} />
          </li>
        ))}
      </ul>
    </Page>
  );
}
