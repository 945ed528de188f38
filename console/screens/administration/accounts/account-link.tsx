import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { TextLink } from '../../../components/text-link.tsx';

const useStyles = makeStyles({
  // Keeps enough contrast in the dark theme while the row is hovered.
  link: { fontWeight: 'inherit', color: tokens.colorBrandForeground2 },
});

/** The service's name, linked to the account's details. */
export function AccountLink({ account }: { account: Account }) {
  const { id: organizationId } = useThisOrganization();
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <TextLink
      className={styles.link}
      to="/organizations/$organizationId/administration/service-accounts/$service"
      params={{ organizationId, service: account.service }}
    >
      {t(`service.${account.service}`)}
    </TextLink>
  );
}
