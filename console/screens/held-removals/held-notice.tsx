import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { useThisOrganization } from '../../api/session.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { Notice } from '../../components/notice.tsx';

/** Links to the pending decision from the account's other tabs. */
export function HeldNotice({ account: { service } }: { account: Account }) {
  const { t } = useTranslation('synchronizations');
  const { id: organizationId } = useThisOrganization();
  return (
    <Notice
      intent="warning"
      actions={
        <LinkButton
          to="/organizations/$organizationId/administration/service-accounts/$service"
          params={{ organizationId, service }}
          search={{ tab: 'synchronizations' }}
        >
          {t('held.noticeOpen')}
        </LinkButton>
      }
    >
      {t('held.notice')}
    </Notice>
  );
}
