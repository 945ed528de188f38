import { Badge, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import type { InferResponseType } from 'hono/client';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../api/problem.ts';
import type { Service } from '../../../domain/services/services.ts';
import { accountApi, type AccountReference } from '../../api/client.ts';
import { contentOf } from '../../api/problem.ts';
import { sitesOf } from '../../components/service.ts';
import { DirectoryList } from '../administration/directory/directory-list.tsx';
import type { Columns } from '../administration/directory/columns.ts';
import { PAGE } from '../administration/directory/pages.ts';
import type { Source } from '../administration/directory/use-directory.ts';

const removalsApi = accountApi.synchronizations[':runId'].removals;
type Answer = Exclude<InferResponseType<typeof removalsApi.$get>, Problem>;
type Removal = Answer['removals'][number];

/** A held synchronization's list never changes, so the synchronization id serves as its version. */
const REMOVALS: Source<Removal> = {
  name: 'removals',
  async read({ organizationId, service, version: runId }, offset, signal) {
    const request = removalsApi.$get(
      { param: { organizationId, service, runId }, query: { offset, limit: PAGE } },
      { init: { signal } },
    );
    const { total, removals } = await contentOf(request);
    return { total, rows: removals };
  },
};

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  title: { margin: 0 },
});

/** Everything that the held synchronization would remove: users first, sorted by name. */
export function RemovalList({ reference, runId }: { reference: AccountReference; runId: string }) {
  const styles = useStyles();
  const { t } = useTranslation(['synchronizations', 'common']);
  const columns: Columns<Removal> = {
    primary: { header: t('removals.name'), text: ({ name }) => name ?? t('removals.unnamed') },
    secondary: {
      header: t('removals.address'),
      text: ({ address }) => address ?? t('common:none'),
    },
    mail: null,
    last: {
      header: t('removals.kind'),
      content: ({ kind }) => <Kind kind={kind} service={reference.service} />,
    },
  };
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" className={styles.title}>
        {t('removals.title')}
      </Subtitle2>
      <DirectoryList
        source={REMOVALS}
        listed={{ ...reference, version: runId, search: '' }}
        label={t('removals.table')}
        columns={columns}
        found={(count) => t('removals.found', { count })}
        tooMany={(count) => t('removals.tooMany', { count })}
        none={{ title: t('removals.none'), lead: t('removals.noneLead') }}
      />
    </div>
  );
}

function Kind({ kind, service }: { kind: Removal['kind']; service: Service }) {
  const { t } = useTranslation('synchronizations');
  return (
    <Badge appearance="tint" color="informative">
      {kind === 'site' ? t(`removals.site.${sitesOf(service) ?? 'sites'}`) : t(`removals.${kind}`)}
    </Badge>
  );
}
