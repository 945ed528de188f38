import {
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  Subtitle2,
  tokens,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { notificationsQuery } from '../api/queries.ts';
import { useMarkRead } from '../api/use-mark-read.ts';
import { LinkButton } from '../components/link-button.tsx';
import { NotificationList } from '../screens/notifications/notification-list.tsx';
import type { useDisclosure } from './use-disclosure.ts';

const SHOWN = 5;

const useStyles = makeStyles({
  surface: {
    width: '24rem',
    maxWidth: 'calc(100vw - 1rem)',
    maxHeight: '32rem',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    padding: 0,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: '2rem',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalXS}`,
  },
  title: { margin: 0 },
  list: { overflowY: 'auto', padding: `0 ${tokens.spacingHorizontalS}` },
  foot: {
    padding: tokens.spacingHorizontalS,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

/** Popover with the newest notifications. Closing it marks them as read. */
export default function NotificationsSurface(props: {
  organizationId: string;
  disclosure: ReturnType<typeof useDisclosure>;
}) {
  const { organizationId, disclosure } = props;
  const styles = useStyles();
  const { t } = useTranslation('notifications');
  const shown = useQuery(notificationsQuery(organizationId)).data;
  const markRead = useMarkRead(organizationId);
  const unread = shown?.unread ?? 0;
  useReadOnClose(unread > 0, markRead.mutate);
  return (
    <Popover
      open
      positioning={{ target: disclosure.button.current, position: 'below', align: 'end' }}
      onOpenChange={(event) =>
        event.type === 'keydown' ? disclosure.dismiss() : disclosure.close()
      }
      unstable_disableAutoFocus={disclosure.openedBy === 'hover'}
    >
      <PopoverSurface
        className={styles.surface}
        role="dialog"
        aria-label={t('title')}
        {...disclosure.surface}
      >
        <div className={styles.head}>
          <Subtitle2 as="h2" className={styles.title}>
            {t('title')}
          </Subtitle2>
          {unread > 0 && (
            <Button size="small" appearance="subtle" onClick={() => markRead.mutate()}>
              {t('markRead')}
            </Button>
          )}
        </div>
        <div className={styles.list}>
          <NotificationList
            notifications={(shown?.notifications ?? []).slice(0, SHOWN)}
            organizationId={organizationId}
            onFollow={disclosure.close}
          />
        </div>
        <div className={styles.foot}>
          <LinkButton
            to="/organizations/$organizationId/notifications"
            params={{ organizationId }}
            appearance="subtle"
            onClick={disclosure.close}
          >
            {t('all')}
          </LinkButton>
        </div>
      </PopoverSurface>
    </Popover>
  );
}

/** Marks notifications as read on close, so the unread marks stay visible while it is open. */
function useReadOnClose(anyUnread: boolean, markRead: () => void): void {
  useEffect(() => {
    if (!anyUnread) return undefined;
    return () => markRead();
  }, [anyUnread, markRead]);
}
