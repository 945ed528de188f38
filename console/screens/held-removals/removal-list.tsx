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

const heldRemovalsApi = accountApi.synchronizations[':runId']['held-removals'];
type Answer = Exclude<InferResponseType<typeof heldRemovalsApi.$get>, Problem>;
type Removal = Answer['heldRemovals'][number];

/** A held synchronization's list never changes, so the synchronization id serves as its version. */
const REMOVALS: Source<Removal> = {
  name: 'heldRemovals',
  async read({ organizationId, service, version: runId }, offset, signal) {
    const request = heldRemovalsApi.$get(
      { param: { organizationId, service, runId }, query: { offset, limit: PAGE } },
      { init: { signal } },
    );
    const { total, heldRemovals } = await contentOf(request);
    return { total, rows: heldRemovals };
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
    primary: {
      header: t('heldRemovals.name'),
      text: ({ name }) => name ?? t('heldRemovals.unnamed'),
    },
    secondary: {
      header: t('heldRemovals.address'),
      text: ({ address }) => address ?? t('common:none'),
    },
    mail: null,
    last: {
      header: t('heldRemovals.kind'),
      content: ({ kind }) => <Kind kind={kind} service={reference.service} />,
    },
  };
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" className={styles.title}>
        {t('heldRemovals.title')}
      </Subtitle2>
      <DirectoryList
        source={REMOVALS}
        listed={{ ...reference, version: runId, search: '' }}
        label={t('heldRemovals.table')}
        columns={columns}
        found={(count) => t('heldRemovals.found', { count })}
        tooMany={(count) => t('heldRemovals.tooMany', { count })}
        none={{ title: t('heldRemovals.none'), lead: t('heldRemovals.noneLead') }}
      />
    </div>
  );
}

function Kind({ kind, service }: { kind: Removal['kind']; service: Service }) {
  const { t } = useTranslation('synchronizations');
  return (
    <Badge appearance="tint" color="informative">
      {kind === 'site'
        ? t(`heldRemovals.site.${sitesOf(service) ?? 'sites'}`)
        : t(`heldRemovals.${kind}`)}
    </Badge>
  );
}
