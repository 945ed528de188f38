/** `/{tenant}/oauth2/v2.0/authorize`: sign-in with the authorization code flow. */
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Person, Tenant } from '../model.ts';
import { readAuthorizeClient, readAuthorizeRequest } from './authorize-request.ts';
import type { AuthorizeClient, AuthorizeRequest } from './authorize-request.ts';
import { showUserConsent } from './consent-pages.ts';
import type { Entra } from './entra.ts';
import { EntraError } from './errors.ts';
import type { RequestIds } from './errors.ts';
import { showError } from './error-page.ts';
import { personIn, wrongDirectory } from './people.ts';
import type { Account } from './people.ts';
import { errorParameters, respond } from './redirects.ts';
import { identifyRequest } from './request-ids.ts';
import type { Session } from './sessions.ts';
import { accountIn, requireAccount, hintedAccount, readForm, handleSignInForm } from './sign-in.ts';
import type { SignInRequest } from './sign-in.ts';

interface Visit {
  readonly c: Context;
  readonly entra: Entra;
  readonly ids: RequestIds;
  readonly client: AuthorizeClient;
  readonly request: AuthorizeRequest;
}

const respondWithError = ({ c, client, ids }: Omit<Visit, 'request'>, error: EntraError) =>
  respond(c, client.responseMode, client.redirectUri, [
    ...errorParameters(error, ids),
    ['state', client.state],
  ]);

const cancel = ({ c, client }: Visit) =>
  respond(c, client.responseMode, client.redirectUri, [
    ['error', 'access_denied'],
    ['error_subcode', 'cancel'],
    ['state', client.state],
  ]);

function issueCode(visit: Visit, tenant: Tenant, person: Person, account: Account) {
  const { c, entra, client, request } = visit;
  const { clientId } = client.registration;
  entra.ledger.addServicePrincipal(tenant, clientId);
  const { scopes, nonce, codeChallenge } = request;
  const { redirectUri } = client;
  const code = entra.codes.issue({
    clientId,
    redirectUri,
    scopes,
    nonce,
    codeChallenge,
    tenant,
    person,
    account,
  });
  return respond(c, client.responseMode, client.redirectUri, [
    ['code', code],
    ['state', client.state],
    ['session_state', randomUUID()],
  ]);
}

/** Shows the error on Entra's page. `prompt=none` allows no page, so there it is redirected. */
const refuseAccount = (visit: Visit, error: EntraError) =>
  visit.request.prompt === 'none'
    ? respondWithError(visit, error)
    : showError(visit.c, error, visit.ids);

/** Whether the basic permissions must be accepted first: requested, or an application new to a tenant with `askUserConsent`. */
const consentNeeded = ({ entra, client, request }: Visit, tenant: Tenant): boolean =>
  request.prompt === 'consent' ||
  (tenant.faults.askUserConsent === true &&
    !entra.ledger.hasServicePrincipal(tenant, client.registration.clientId));

function continueAs(visit: Visit, session: Session, account: Account, accepted: boolean) {
  const { c, client, request } = visit;
  const tenant = client.tenant ?? account.home;
  const person = personIn(tenant, account);
  if (!person) return refuseAccount(visit, wrongDirectory(client.registration, tenant, account));
  if (accepted || !consentNeeded(visit, tenant)) return issueCode(visit, tenant, person, account);
  if (request.prompt === 'none') return respondWithError(visit, consentRequired(client));
  return showUserConsent(c, { session, registration: client.registration, tenant, account });
}

const consentRequired = ({ registration }: AuthorizeClient) =>
  new EntraError('consentRequired', {
    clientId: registration.clientId,
    app: registration.displayName,
  });

/** `prompt=none`: redirects with a code or an error, without showing a page. */
function silently(visit: Visit) {
  const session = visit.entra.sessions.open(visit.c);
  const [only, ...others] = session.accounts;
  if (!only) return respondWithError(visit, new EntraError('notSignedIn'));
  const account =
    hintedAccount(session, visit.request.loginHint) ?? (others.length === 0 ? only : undefined);
  if (!account) return respondWithError(visit, new EntraError('severalSignedIn'));
  return continueAs(visit, session, account, false);
}

const signInRequest = (visit: Visit): SignInRequest => ({
  appName: visit.client.registration.displayName,
  tenant: visit.client.tenant,
  loginHint: visit.request.loginHint,
  prompt: visit.request.prompt,
  onAccount: (session, account) => continueAs(visit, session, account, false),
  onCancel: () => cancel(visit),
});

function get(visit: Visit) {
  if (visit.request.prompt === 'none') return silently(visit);
  return requireAccount(visit.c, visit.entra, signInRequest(visit));
}

async function post(visit: Visit) {
  const { c, entra } = visit;
  const session = entra.sessions.open(c);
  const form = await readForm(c, session);
  if (form.action === 'decline') return respondWithError(visit, new EntraError('declined'));
  const account = accountIn(session, form.account);
  if (form.action === 'accept' && account) return continueAs(visit, session, account, true);
  return handleSignInForm(c, entra, signInRequest(visit), form);
}

type Answer = Response | Promise<Response>;

/** Client errors are shown on Entra's page; request errors are redirected to the application. */
async function handle(c: Context, entra: Entra, answer: (visit: Visit) => Answer) {
  const ids = identifyRequest(c);
  try {
    const client = readAuthorizeClient(entra, c.req.param('tenant') ?? '', c.req.query());
    const request = readAuthorizeRequest(c.req.query());
    if (request instanceof EntraError)
      return await respondWithError({ c, entra, ids, client }, request);
    return await answer({ c, entra, ids, client, request });
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return showError(c, error, ids);
  }
}

/** The authorization endpoint. Forms post to the same URL, including the query. */
export const createAuthorizeRoutes = (entra: Entra): Hono =>
  new Hono()
    .get('/:tenant/oauth2/v2.0/authorize', (c) => handle(c, entra, get))
    .post('/:tenant/oauth2/v2.0/authorize', (c) => handle(c, entra, post));
