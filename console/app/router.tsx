/** All routes of the console. The first screens are in the main bundle; the others are loaded on demand. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { isService, type Service } from '../../domain/services/services.ts';
import { ApiProblem } from '../api/problem.ts';
import { sessionQuery } from '../api/queries.ts';
import { CrashedView } from '../components/crashed-view.tsx';
import { NotFoundView } from '../components/not-found-view.tsx';
import { PageLoading } from '../components/page-loading.tsx';
import { DashboardScreen } from '../screens/dashboard/dashboard-screen.tsx';
import { SignInScreen } from '../screens/sign-in-screen.tsx';
import { Shell } from '../shell/shell.tsx';
import { homeOf, localAddress } from './addresses.ts';
import { queryClient } from './query-client.ts';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundScreen });

/** Rendered outside the shell, which otherwise provides the main landmark. */
function NotFoundScreen() {
  return (
    <main>
      <NotFoundView />
    </main>
  );
}

/** Returns the session, or redirects to the sign-in page, which leads back to `href`. */
async function requireSession(href: string) {
  try {
    return await queryClient.ensureQueryData(sessionQuery);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'NotSignedIn') throw error;
    throw redirect({ to: '/sign-in', search: href === '/' ? {} : { next: href } });
  }
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  async beforeLoad({ location }) {
    throw redirect({ href: homeOf(await requireSession(location.href)) });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => ({ next: localAddress(search['next']) }),
  component: SignInScreen,
});

const organization = createRoute({
  getParentRoute: () => root,
  path: '/organizations/$organizationId',
  beforeLoad: ({ location }) => requireSession(location.href),
  component: Shell,
});

const dashboard = createRoute({
  getParentRoute: () => organization,
  path: '/dashboard',
  component: DashboardScreen,
});

const notifications = createRoute({
  getParentRoute: () => organization,
  path: '/notifications',
  component: lazyRouteComponent(
    () => import('../screens/notifications/notifications-screen.tsx'),
    'NotificationsScreen',
  ),
});

const serviceParam = {
  parse: ({ service }: { service: string }): { service: Service } | false =>
    isService(service) && { service },
  stringify: ({ service }: { service: Service }) => ({ service }),
};

const provision = createRoute({
  getParentRoute: () => organization,
  path: '/provision/$service',
  params: serviceParam,
  component: lazyRouteComponent(
    () => import('../screens/provision/provision-screen.tsx'),
    'ProvisionScreen',
  ),
});

const administration = createRoute({
  getParentRoute: () => organization,
  path: '/administration',
  beforeLoad({ params }) {
    throw redirect({
      to: '/organizations/$organizationId/administration/service-accounts',
      params,
    });
  },
});

const serviceAccounts = createRoute({
  getParentRoute: () => organization,
  path: '/administration/service-accounts',
  component: lazyRouteComponent(
    () => import('../screens/administration/service-accounts-screen.tsx'),
    'ServiceAccountsScreen',
  ),
});

const mail = createRoute({
  getParentRoute: () => organization,
  path: '/administration/mail',
  component: lazyRouteComponent(() => import('../screens/mail/mail-screen.tsx'), 'MailScreen'),
});

export const TABS = ['overview', 'synchronizations', 'history', 'directory'] as const;
export type Tab = (typeof TABS)[number];
const isTab = (value: unknown): value is Tab => (TABS as readonly unknown[]).includes(value);

const serviceAccount = createRoute({
  getParentRoute: () => organization,
  path: '/administration/service-accounts/$service',
  params: serviceParam,
  // An omitted key keeps its unvalidated value, so an unknown tab is set to undefined explicitly.
  validateSearch: ({ tab }): { tab?: Tab } => ({ tab: isTab(tab) ? tab : undefined }),
  component: lazyRouteComponent(
    () => import('../screens/administration/service-account-screen.tsx'),
    'ServiceAccountScreen',
  ),
});

const webhooks = createRoute({
  getParentRoute: () => organization,
  path: '/administration/webhooks',
  component: lazyRouteComponent(
    () => import('../screens/administration/webhooks/webhooks-screen.tsx'),
    'WebhooksScreen',
  ),
});

const routeTree = root.addChildren([
  home,
  signIn,
  organization.addChildren([
    dashboard,
    notifications,
    provision,
    administration,
    serviceAccounts,
    serviceAccount,
    mail,
    webhooks,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: CrashedView,
  defaultNotFoundComponent: NotFoundView,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
