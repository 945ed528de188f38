/** `/{tenant}/v2.0/adminconsent` and `/{tenant}/adminconsent`: consent for a whole tenant. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import {
  readAdminConsentRequest,
  requestProblem,
  successParameters,
} from './admin-consent-request.ts';
import type { AdminConsentRequest, Version } from './admin-consent-request.ts';
import { showAdminConsent, showNeedAdminApproval, showSwallowed } from './consent-pages.ts';
import type { Entra } from './entra.ts';
import { EntraError } from './errors.ts';
import type { RequestIds } from './errors.ts';
import { showError } from './error-page.ts';
import { activeRoles, personIn, wrongDirectory } from './people.ts';
import type { Account } from './people.ts';
import { mayConsent, requiredRoles } from './permissions.ts';
import { errorParameters, redirectTo } from './redirects.ts';
import { identifyRequest } from './request-ids.ts';
import type { Session } from './sessions.ts';
import { accountIn, requireAccount, readForm, handleSignInForm } from './sign-in.ts';
import type { SignInRequest } from './sign-in.ts';

interface Visit {
  readonly c: Context;
  readonly entra: Entra;
  readonly ids: RequestIds;
  readonly request: AdminConsentRequest;
}

type Answer = Response | Promise<Response>;

/** Error redirects also contain `admin_consent=True` and no tenant, as in the real service. */
const redirectWithError = ({ c, ids, request }: Visit, error: EntraError): Response => {
  const { redirectUri, state } = request;
  const parameters = [
    ...errorParameters(error, ids),
    ['admin_consent', 'True'],
    ['state', state],
  ] as const;
  return redirectTo(c, redirectUri, parameters, '#');
};

const redirectCanceled = ({ c, request }: Visit): Response =>
  redirectTo(c, request.redirectUri, [
    ['error', 'access_denied'],
    ['error_subcode', 'cancel'],
    ['state', request.state],
  ]);

type Granting = (tenant: NonNullable<AdminConsentRequest['tenant']>) => Answer;

/** Calls `granting` if the account may consent for the tenant; otherwise shows or redirects the error as Entra does. */
function withAuthority(visit: Visit, session: Session, account: Account, granting: Granting) {
  const { c, request } = visit;
  const { registration } = request;
  const tenant = request.tenant ?? account.home;
  const person = personIn(tenant, account);
  if (!person) return redirectWithError(visit, wrongDirectory(registration, tenant, account));
  if (!mayConsent(activeRoles(tenant, person), registration))
    return showNeedAdminApproval(c, { session, registration, tenant, account });
  return granting(tenant);
}

const askConsent = (visit: Visit, session: Session, account: Account): Answer =>
  withAuthority(visit, session, account, (tenant) => {
    const { registration } = visit.request;
    const page = { session, registration, tenant, account };
    return showAdminConsent(visit.c, page, requiredRoles(registration));
  });

const REDIRECT_ERRORS = {
  server_error: 'internalError',
  temporarily_unavailable: 'serverError',
} as const;

const accept = (visit: Visit, session: Session, account: Account): Answer =>
  withAuthority(visit, session, account, (tenant) => {
    const { c, entra, request } = visit;
    entra.ledger.consent(tenant, request.registration);
    const { swallowConsentRedirect, consentRedirectError } = tenant.faults;
    if (swallowConsentRedirect) return showSwallowed(c);
    if (consentRedirectError) {
      return redirectWithError(visit, new EntraError(REDIRECT_ERRORS[consentRedirectError]));
    }
    return redirectTo(c, request.redirectUri, successParameters(request, tenant));
  });

const signInRequest = (visit: Visit): SignInRequest => ({
  appName: visit.request.registration.displayName,
  tenant: visit.request.tenant,
  onAccount: (session, account) => askConsent(visit, session, account),
  onCancel: () => redirectCanceled(visit),
});

async function post(visit: Visit): Promise<Response> {
  const { c, entra } = visit;
  const session = entra.sessions.open(c);
  const form = await readForm(c, session);
  if (form.action === 'decline') return redirectWithError(visit, new EntraError('declined'));
  const account = accountIn(session, form.account);
  if (form.action === 'accept' && account) return accept(visit, session, account);
  return handleSignInForm(c, entra, signInRequest(visit), form);
}

const get = (visit: Visit): Answer => requireAccount(visit.c, visit.entra, signInRequest(visit));

const handle =
  (entra: Entra, version: Version, answer: (visit: Visit) => Answer) =>
  async (c: Context): Promise<Response> => {
    const ids = identifyRequest(c);
    try {
      const authority = c.req.param('tenant') ?? '';
      const request = readAdminConsentRequest(entra, version, authority, c.req.query());
      const visit = { c, entra, ids, request };
      const problem = requestProblem(request);
      return await (problem ? redirectWithError(visit, problem) : answer(visit));
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      return showError(c, error, ids);
    }
  };

/** The admin consent endpoints. Forms post to the same URL, including the query. */
export const createAdminConsentRoutes = (entra: Entra): Hono =>
  new Hono()
    .get('/:tenant/v2.0/adminconsent', handle(entra, 'v2', get))
    .post('/:tenant/v2.0/adminconsent', handle(entra, 'v2', post))
    .get('/:tenant/adminconsent', handle(entra, 'v1', get))
    .post('/:tenant/adminconsent', handle(entra, 'v1', post));
