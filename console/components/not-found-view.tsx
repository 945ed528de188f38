import { useTranslation } from 'react-i18next';
import { Page } from './page.tsx';
import { LinkButton } from './link-button.tsx';

/** The page for an unknown address. */
export function NotFoundView() {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound.title')} lead={t('notFound.lead')}>
      <div>
        <LinkButton to="/">{t('notFound.home')}</LinkButton>
      </div>
    </Page>
  );
}
