import { Badge, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import {
  AlertRegular,
  CheckmarkCircleFilled,
  DeleteRegular,
  LinkDismissRegular,
  WarningFilled,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NotificationKind } from '../../../domain/account.ts';
import type { Notification } from '../../api/client.ts';
import { attentionTarget } from '../../components/attention-target.ts';
import { EmptyView } from '../../components/empty-view.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { useFormat } from '../../language/format.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    ':last-child': { borderBottom: 'none' },
  },
  icon: { fontSize: '1.25rem', lineHeight: 1, paddingTop: '1px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusWarningForeground1 },
  neutral: { color: tokens.colorNeutralForeground2 },
  text: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    columnGap: tokens.spacingHorizontalM,
  },
  link: { fontSize: tokens.fontSizeBase200 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const APPEARANCE: Record<
  NotificationKind,
  { icon: ReactElement; tone: 'good' | 'bad' | 'neutral' }
> = {
  protected: { icon: <CheckmarkCircleFilled />, tone: 'good' },
  recovered: { icon: <CheckmarkCircleFilled />, tone: 'good' },
  attentionRequired: { icon: <WarningFilled />, tone: 'bad' },
  removed: { icon: <DeleteRegular />, tone: 'neutral' },
  webhookDisabled: { icon: <WarningFilled />, tone: 'bad' },
  consentLinkExpired: { icon: <LinkDismissRegular />, tone: 'bad' },
};

/** Notifications in the given order, each with a link to what it is about. */
export function NotificationList(props: {
  notifications: readonly Notification[];
  organizationId: string;
  onFollow?: () => void;
}) {
  const { notifications, organizationId, onFollow } = props;
  const styles = useStyles();
  const { t } = useTranslation('notifications');
  if (notifications.length === 0) {
    return <EmptyView icon={<AlertRegular />} title={t('empty')} lead={t('emptyLead')} />;
  }
  return (
    <ul className={styles.list}>
      {notifications.map((notification) => (
        <Item
          key={notification.id}
          notification={notification}
          organizationId={organizationId}
          onFollow={onFollow}
        />
      ))}
    </ul>
  );
}

const TARGETS = {
  protected: '/organizations/$organizationId/administration/service-accounts/$service',
  recovered: '/organizations/$organizationId/administration/service-accounts/$service',
  removed: '/organizations/$organizationId/dashboard',
  consentLinkExpired: '/organizations/$organizationId/provision/$service',
  webhookDisabled: '/organizations/$organizationId/administration/webhooks',
} as const;

/** The link target of a notification. */
function targetOf({ kind, reason }: Notification) {
  return kind === 'attentionRequired' ? attentionTarget(reason) : { to: TARGETS[kind] };
}

function Item(props: {
  notification: Notification;
  organizationId: string;
  onFollow?: () => void;
}) {
  const { notification, organizationId, onFollow } = props;
  const { kind, reason, createdAt, read, service } = notification;
  const styles = useStyles();
  const { t } = useTranslation(['notifications', 'common', 'reasons']);
  const { ago, dateTime } = useFormat();
  const { icon, tone } = APPEARANCE[kind];
  return (
    <li className={styles.item}>
      <span className={mergeClasses(styles.icon, styles[tone])} aria-hidden>
        {icon}
      </span>
      <div className={styles.text}>
        <Text weight={read ? 'regular' : 'semibold'}>
          {t(`message.${kind}`, { service: t(`common:service.${service}`) })}
        </Text>
        {reason && <Text>{t(`reasons:${reason}.title`)}</Text>}
        <div className={styles.foot}>
          <Text size={200} className={styles.quiet}>
            <time dateTime={createdAt} title={dateTime(createdAt)}>
              {ago(createdAt)}
            </time>
          </Text>
          <TextLink
            className={styles.link}
            {...targetOf(notification)}
            params={{ organizationId, service }}
            onClick={onFollow}
          >
            {t(`open.${kind}`)}
          </TextLink>
        </div>
      </div>
      {!read && <Badge size="extra-small" color="danger" role="img" aria-label={t('unread')} />}
    </li>
  );
}
