import {
  Badge,
  type BadgeProps,
  Button,
  makeStyles,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WebhookDeliveryState } from '../../../../domain/webhooks.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { PageLoading } from '../../../components/page-loading.tsx';
import { PagedList } from '../../../components/paged-list.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { useFormat } from '../../../language/format.ts';
import { CopyableId } from '../parts/copyable-id.tsx';
import { Fact, Facts } from '../parts/facts.tsx';
import {
  type Delivery,
  type DeliveryDetail,
  type Endpoint,
  type EndpointReference,
  useDeliveries,
  useDelivery,
  useRedeliver,
} from './use-webhooks.ts';

const useStyles = makeStyles({
  title: { margin: 0 },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: {
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: `${tokens.spacingVerticalS} 0`,
    display: 'grid',
    gap: tokens.spacingVerticalS,
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
  },
  what: { flex: '1 1 14rem', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  code: {
    margin: 0,
    maxHeight: '16rem',
    overflow: 'auto',
    padding: tokens.spacingHorizontalS,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  attempt: { display: 'grid', gap: tokens.spacingVerticalXS },
});

const COLORS: Readonly<Record<WebhookDeliveryState, BadgeProps['color']>> = {
  pending: 'informative',
  delivered: 'success',
  failed: 'danger',
  abandoned: 'warning',
};

/** What was sent to an endpoint, newest first. */
export function DeliveryLog({ endpoint }: { endpoint: Endpoint }) {
  const styles = useStyles();
  const { t } = useTranslation('webhooks');
  const { id: organizationId } = useThisOrganization();
  const reference = { organizationId, endpointId: endpoint.id };
  const query = useDeliveries(reference);
  return (
    <>
      <Subtitle2 as="h3" className={styles.title}>
        {t('log')}
      </Subtitle2>
      <PagedList
        query={query}
        entriesOf={({ deliveries }) => deliveries}
        texts={{
          older: t('older'),
          loadingOlder: t('loadingOlder'),
          shown: (count) => t('shown', { count }),
          end: t('end'),
        }}
        empty={<Text className={styles.quiet}>{t('logEmpty')}</Text>}
      >
        {(deliveries) => (
          <ul className={styles.list} aria-label={t('log')}>
            {deliveries.map((delivery) => (
              <DeliveryItem
                key={delivery.id}
                reference={reference}
                delivery={delivery}
                mayRepeat={endpoint.enabled}
              />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  );
}

function DeliveryItem(props: {
  reference: EndpointReference;
  delivery: Delivery;
  mayRepeat: boolean;
}) {
  const { reference, delivery, mayRepeat } = props;
  const styles = useStyles();
  const { t } = useTranslation('webhooks');
  const { dateTime } = useFormat();
  const [open, setOpen] = useState(false);
  const details = useId();
  const { state, type, origin, createdAt } = delivery;
  return (
    <li className={styles.item}>
      <div className={styles.line}>
        <Badge appearance="tint" color={COLORS[state]}>
          {t(`state.${state}`)}
        </Badge>
        <div className={styles.what}>
          <Text block>{t(`type.${type}`)}</Text>
          <Text block className={styles.quiet}>
            {t(`origin.${origin}`)} · <time dateTime={createdAt}>{dateTime(createdAt)}</time>
          </Text>
        </div>
        <Button
          appearance="subtle"
          aria-expanded={open}
          aria-controls={details}
          onClick={() => setOpen(!open)}
        >
          {t('details')}
        </Button>
        {mayRepeat && state !== 'pending' && <Repeat reference={reference} delivery={delivery} />}
      </div>
      <div id={details}>{open && <Details reference={reference} delivery={delivery} />}</div>
    </li>
  );
}

function Repeat({ reference, delivery }: { reference: EndpointReference; delivery: Delivery }) {
  const { t } = useTranslation('webhooks');
  const announce = useAnnounce();
  const redeliver = useRedeliver(reference);
  return (
    <>
      <Button
        disabledFocusable={redeliver.isPending}
        onClick={() =>
          redeliver.mutate(delivery.id, { onSuccess: () => announce(t('redelivered')) })
        }
      >
        {t('redeliver')}
      </Button>
      {redeliver.error && <ProblemBar error={redeliver.error} />}
    </>
  );
}

function Details({ reference, delivery }: { reference: EndpointReference; delivery: Delivery }) {
  const styles = useStyles();
  const { t } = useTranslation('webhooks');
  const { data, error, refetch } = useDelivery(reference, delivery);
  if (error) return <ProblemBar error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  return (
    <Facts>
      <Fact term={t('webhookId')} wide>
        <CopyableId id={data.eventId} label={t('webhookId')} />
      </Fact>
      <Fact term={t('body')} wide>
        <pre className={styles.code}>{data.body}</pre>
      </Fact>
      {data.attempts.map((attempt) => (
        <Fact key={attempt.attempt} term={t('attempt', { attempt: attempt.attempt })} wide>
          <Attempt attempt={attempt} />
        </Fact>
      ))}
    </Facts>
  );
}

function Attempt({ attempt }: { attempt: DeliveryDetail['attempts'][number] }) {
  const styles = useStyles();
  const { t } = useTranslation('webhooks');
  const { dateTime } = useFormat();
  const { at, status, milliseconds, failure, nextAt, answer, requestHeaders } = attempt;
  const headers = Object.entries(requestHeaders).map(([name, value]) => `${name}: ${value}`);
  return (
    <div className={styles.attempt}>
      <Text>
        {dateTime(at)}
        {' · '}
        {status === null
          ? t('notAnswered', { milliseconds })
          : t('answered', { status, milliseconds })}
      </Text>
      {failure && <Text weight="semibold">{t(`failure.${failure}`)}</Text>}
      {nextAt && <Text>{t('nextAt', { when: dateTime(nextAt) })}</Text>}
      <Text className={styles.quiet}>{t('request')}</Text>
      <pre className={styles.code}>{headers.join('\n')}</pre>
      {answer && (
        <>
          <Text className={styles.quiet}>{t('answer')}</Text>
          <pre className={styles.code}>{answer}</pre>
        </>
      )}
    </div>
  );
}
