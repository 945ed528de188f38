/** Frame around all screens that require a session. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LAST_ORGANIZATION } from '../app/addresses.ts';
import { writeStored } from '../app/local-storage.ts';
import { useLiveEvents } from '../api/live.ts';
import { useOrganization } from '../api/session.ts';
import { NotFoundView } from '../components/not-found-view.tsx';
import { PageLoading } from '../components/page-loading.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { Header } from './header.tsx';
import { Navigation } from './navigation.tsx';

const NARROW = '@media (max-width: 48rem)';

const useStyles = makeStyles({
  shell: {
    minHeight: '100dvh',
    display: 'grid',
    gridTemplateColumns: '15rem minmax(0, 1fr)',
    gridTemplateRows: 'auto 1fr',
    gridTemplateAreas: '"header header" "navigation main"',
    [NARROW]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridTemplateRows: 'auto auto 1fr',
      gridTemplateAreas: '"header" "navigation" "main"',
    },
  },
  main: { gridArea: 'main', minWidth: 0 },
  skip: {
    position: 'absolute',
    left: tokens.spacingHorizontalM,
    top: '-4rem',
    zIndex: 10,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    boxShadow: tokens.shadow8,
    borderRadius: tokens.borderRadiusMedium,
    ':focus': { top: tokens.spacingVerticalS },
  },
});

export function Shell() {
  const styles = useStyles();
  const { t } = useTranslation();
  const organization = useOrganization();
  if (!organization) {
    return (
      <main>
        <NotFoundView />
      </main>
    );
  }
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {t('navigation.skip')}
      </a>
      <Focus />
      <Live organizationId={organization.id} />
      <Header organization={organization} />
      <Navigation organizationId={organization.id} />
      <main id="content" className={styles.main} tabIndex={-1}>
        <ConnectionBar />
        <Suspense fallback={<PageLoading />}>
          <Screen />
        </Suspense>
      </main>
    </div>
  );
}

const FocusManagement = lazy(() => import('../app/focus-management.tsx'));

/** Loads focus management with the first screen other than the dashboard, which opens no dialogs. */
function Focus() {
  const atDashboard = useLocation().pathname.endsWith('/dashboard');
  const [wanted, setWanted] = useState(!atDashboard);
  if (!atDashboard && !wanted) setWanted(true);
  return wanted ? (
    <Suspense>
      <FocusManagement />
    </Suspense>
  ) : null;
}

function Live({ organizationId }: { organizationId: string }) {
  useLiveEvents(organizationId);
  useEffect(() => writeStored(LAST_ORGANIZATION, organizationId), [organizationId]);
  return null;
}

/** Remounts on every path change, which moves the focus to the heading of the new screen. */
function Screen() {
  const { pathname } = useLocation();
  return <Outlet key={pathname} />;
}
