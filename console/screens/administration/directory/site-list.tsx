import { Badge } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { DirectoryList } from './directory-list.tsx';
import type { Columns } from './columns.ts';
import { type DirectorySite, type ListKey, SITES } from './use-directory.ts';

/** The published sites, or the drives of users with their owners. */
export function SiteList({ listed, of }: { listed: ListKey; of: 'sites' | 'drives' }) {
  const { t } = useTranslation('administration');
  const columns = useColumns(of);
  return (
    <DirectoryList
      source={SITES}
      listed={listed}
      label={t(`directory.tableSites.${of}`)}
      columns={columns}
      found={(count) => t(`directory.sitesFound.${of}`, { count })}
      tooMany={(count) => t('directory.tooMany', { count })}
      none={{ title: t(`directory.noSites.${of}`), lead: t(`directory.noSitesLead.${of}`) }}
    />
  );
}

function useColumns(of: 'sites' | 'drives'): Columns<DirectorySite> {
  const { t } = useTranslation(['administration', 'common']);
  if (of === 'drives') {
    return {
      primary: {
        header: t('directory.owner'),
        text: ({ owner }) => owner?.displayName?.trim() || t('directory.unknownOwner'),
      },
      secondary: {
        header: t('directory.ownerName'),
        text: ({ owner }) => owner?.principalName ?? t('common:none'),
      },
      // Long addresses begin alike: the end tells them apart.
      mail: { header: t('directory.siteUrl'), text: ({ url }) => url, wraps: true },
      last: null,
    };
  }
  return {
    primary: {
      header: t('directory.siteTitle'),
      text: ({ title }) => title?.trim() || t('directory.unnamed'),
    },
    secondary: { header: t('directory.siteUrl'), text: ({ url }) => url },
    mail: null,
    last: { header: t('directory.siteKind'), content: (site) => <Kind site={site} /> },
  };
}

function Kind({ site: { nested } }: { site: DirectorySite }) {
  const { t } = useTranslation('administration');
  return (
    <Badge appearance="tint" color={nested ? 'informative' : 'brand'}>
      {t(nested ? 'directory.nestedSite' : 'directory.site')}
    </Badge>
  );
}
