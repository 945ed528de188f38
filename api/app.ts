/** The HTTP interface of the product. Needs no port: `createApp(…).request('/…')`. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { ProvostError } from '../domain/failures.ts';
import { clickLimit } from './click-limit.ts';
import { serveConsole } from './console-files.ts';
import { type AppEnvironment, correlation, member, sameOrigin, signedIn } from './context.ts';
import type { ApiDependencies } from './dependencies.ts';
import { serveDocumentation } from './documentation.ts';
import { noStore, strictHeaders } from './headers.ts';
import { PAGE_STYLE } from './pages/style.ts';
import { createErrorHandler } from './error-handler.ts';
import { answerProblem, problemOf } from './problem.ts';
import { atPublicAddress } from './public-address.ts';
import { accountRoutes } from './routes/accounts.ts';
import { auditRoutes } from './routes/audit-events.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { consentLinkRoutes } from './routes/consent-links.ts';
import { consentRoutes } from './routes/consents.ts';
import { directoryRoutes } from './routes/directory.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { mailPreferenceRoutes } from './routes/mail-preferences.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { quarantineRoutes } from './routes/quarantine.ts';
import { requestRoutes } from './routes/requests.ts';
import { scheduleRoutes } from './routes/schedule.ts';
import { sessionRoutes } from './routes/session.ts';
import { siteTargetRoutes } from './routes/site-targets.ts';
import { synchronizationRoutes } from './routes/synchronizations.ts';
import { targetRoutes } from './routes/targets.ts';
import { unsubscribeRoutes } from './routes/unsubscribe.ts';
import { userTargetRoutes } from './routes/user-targets.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { completeBody, wellFormedAddress, wellFormedBody } from './well-formed.ts';

const ORGANIZATION = '/api/organizations/:organizationId';

export function createApp(dependencies: ApiDependencies) {
  const { origin, authentication } = dependencies;
  const app = new OpenAPIHono<AppEnvironment>();
  app.use(correlation);
  app.use(strictHeaders());
  app.use(atPublicAddress(origin));
  app.use(wellFormedAddress, completeBody);
  app.onError(createErrorHandler(dependencies.report, { pages: '/consents/' }));
  app.notFound((c) =>
    answerProblem(c, problemOf(new ProvostError('NotFound'), c.get('requestId'))),
  );

  app.route('/', healthRoutes(dependencies));
  app.route('/', callbackRoutes(dependencies));
  app.route('/', consentLinkRoutes(dependencies));
  app.get('/consents/page.css', (c) => c.body(PAGE_STYLE, 200, { 'content-type': 'text/css' }));
  app.route('/', unsubscribeRoutes(dependencies));
  serveDocumentation(app);
  serveConsole(app, dependencies.consoleFolder);

  app.use('/api/*', sameOrigin(origin), noStore, wellFormedBody);
  app.on(['GET', 'POST'], '/api/auth/*', (c) => authentication.handler(c.req.raw));
  app.use('/api/*', signedIn(authentication));
  app.use(`${ORGANIZATION}/*`, member(authentication), clickLimit(dependencies.maxChanges));
  return app
    .route('/api', sessionRoutes(dependencies))
    .route(ORGANIZATION, accountRoutes(dependencies))
    .route(ORGANIZATION, consentRoutes(dependencies))
    .route(ORGANIZATION, userTargetRoutes(dependencies))
    .route(ORGANIZATION, siteTargetRoutes(dependencies))
    .route(ORGANIZATION, targetRoutes(dependencies))
    .route(ORGANIZATION, directoryRoutes(dependencies))
    .route(ORGANIZATION, requestRoutes(dependencies))
    .route(ORGANIZATION, quarantineRoutes(dependencies))
    .route(ORGANIZATION, synchronizationRoutes(dependencies))
    .route(ORGANIZATION, scheduleRoutes(dependencies))
    .route(ORGANIZATION, notificationRoutes(dependencies))
    .route(ORGANIZATION, mailPreferenceRoutes(dependencies))
    .route(ORGANIZATION, webhookRoutes(dependencies))
    .route(ORGANIZATION, auditRoutes(dependencies))
    .route(ORGANIZATION, eventRoutes(dependencies));
}

/** The routes with their shapes, for the typed client. */
export type App = ReturnType<typeof createApp>;
