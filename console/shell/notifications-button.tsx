/** The bell icon in the upper right. Its popover is loaded on demand. */
import { Button, CounterBadge, makeStyles } from '@fluentui/react-components';
import { AlertRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { notificationsQuery } from '../api/queries.ts';
import { useAnnounce } from '../components/announcer.tsx';
import { useDisclosure } from './use-disclosure.ts';

const loadSurface = () => import('./notifications-surface.tsx');
const NotificationsSurface = lazy(loadSurface);

const useStyles = makeStyles({
  ring: { position: 'relative', minWidth: '2.75rem', height: '2.75rem' },
  badge: { position: 'absolute', top: '2px', right: '2px', pointerEvents: 'none' },
});

export function NotificationsButton({ organizationId }: { organizationId: string }) {
  const styles = useStyles();
  const { t } = useTranslation('notifications');
  const unread = useQuery(notificationsQuery(organizationId)).data?.unread ?? 0;
  const disclosure = useDisclosure({ hover: true });
  useAnnounceNewest(organizationId);
  return (
    <>
      <Button
        {...disclosure.props}
        className={styles.ring}
        appearance="subtle"
        icon={<AlertRegular />}
        aria-label={unread > 0 ? t('ringUnread', { count: unread }) : t('ring')}
        onFocus={() => void loadSurface()}
      >
        <CounterBadge
          className={styles.badge}
          count={unread}
          size="small"
          color="danger"
          aria-hidden
        />
      </Button>
      {disclosure.openedBy && (
        <Suspense fallback={null}>
          <NotificationsSurface organizationId={organizationId} disclosure={disclosure} />
        </Suspense>
      )}
    </>
  );
}

/** Announces new notifications while this tab is open. */
function useAnnounceNewest(organizationId: string): void {
  const announce = useAnnounce();
  const { t } = useTranslation('notifications');
  const loaded = useQuery(notificationsQuery(organizationId)).data;
  const newest = loaded?.notifications[0];
  const announced = useRef<string | null | undefined>(undefined);
  useEffect(() => {
    if (!loaded) return;
    const id = newest?.id ?? null;
    if (announced.current !== undefined && newest && id !== announced.current) {
      announce(t(`message.${newest.kind}`));
    }
    announced.current = id;
  }, [loaded, newest, announce, t]);
}
