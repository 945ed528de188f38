/** The consent pages, and the page for accounts that may not consent. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { AppRegistration, AppRole, Tenant } from '../model.ts';
import type { RequiredRole } from './permissions.ts';
import type { Account } from './people.ts';
import { breakable, showPage } from './page.ts';
import type { Session } from './sessions.ts';
import { csrfField } from './sign-in-pages.ts';

export interface ConsentPage {
  readonly session: Session;
  readonly registration: AppRegistration;
  readonly tenant: Tenant;
  readonly account: Account;
}

interface Permission {
  readonly name: string;
  readonly description: string;
  readonly language?: string;
}

const BASIC_PERMISSIONS: readonly Permission[] = [
  {
    name: 'View your basic profile',
    description: 'Allows the app to see your name, your user name and the ID of your organization.',
  },
];

const permissionList = (permissions: readonly Permission[]) =>
  html`<ul class="permissions">
    ${permissions.map(
      ({ name, description, language = 'en' }) =>
        html`<li lang="${language}">
          <details>
            <summary>${name}</summary>
            <p class="quiet">${description}</p>
          </details>
        </li>`,
    )}
  </ul>`;

const showPermissions = (
  c: Context,
  { session, registration, tenant, account }: ConsentPage,
  scope: string,
  permissions: readonly Permission[],
) =>
  showPage(
    c,
    'Permissions requested',
    html`<p class="quiet">${breakable(account.person.userPrincipalName)}</p>
      <p>${scope} <strong>${tenant.displayName}</strong></p>
      <p>
        <strong>${registration.displayName}</strong><br />
        <span class="quiet">${registration.publisher} (unverified)</span>
      </p>
      <p>This app would like to:</p>
      ${permissionList(permissions)}
      <p class="quiet">
        Accepting these permissions means that you allow this app to use your data as specified in
        its publisher’s terms of service and privacy statement.
      </p>
      <form method="post" class="actions">
        ${csrfField(session)}
        <input type="hidden" name="account" value="${account.person.objectId}" />
        <button name="action" value="accept" class="primary">Accept</button>
        <button name="action" value="decline">Cancel</button>
      </form>`,
  );

/** Microsoft words permissions in the browser's language. The rest of the sandbox's pages is English. */
function wordsOf(c: Context, { en, es }: AppRole): Permission {
  const spanish = /^\s*es\b/i.test(c.req.header('accept-language') ?? '');
  const { displayName, description } = spanish ? es : en;
  return { name: displayName, description, language: spanish ? 'es' : 'en' };
}

/** Tenant-wide consent to application permissions. */
export const showAdminConsent = (
  c: Context,
  page: ConsentPage,
  required: readonly RequiredRole[],
) =>
  showPermissions(
    c,
    page,
    'Review for your organization',
    required.map(({ role }) => wordsOf(c, role)),
  );

/** One person's consent to the basic profile permissions. */
export const showUserConsent = (c: Context, page: ConsentPage) =>
  showPermissions(c, page, 'Sign in to an app with your account at', BASIC_PERMISSIONS);

/** The page for accounts that may not consent. It redirects only on request. */
export const showNeedAdminApproval = (
  c: Context,
  { session, registration, tenant, account }: ConsentPage,
) =>
  showPage(
    c,
    'Need admin approval',
    html`<p class="quiet">${breakable(account.person.userPrincipalName)}</p>
      <p><strong>${registration.displayName}</strong></p>
      <p>
        ${registration.displayName} needs permission to access resources in ${tenant.displayName}
        that only an admin can grant. Please ask an admin to grant permission to this app before you
        can use it.
      </p>
      <p class="quiet">AADSTS90094</p>
      <form method="post">
        ${csrfField(session)}
        <p>
          <button class="link" name="action" value="otherAccount">
            Have an admin account? Sign in with that account
          </button>
        </p>
        <p>
          <button class="link" name="action" value="decline">
            Return to the application without granting consent
          </button>
        </p>
      </form>`,
  );

/** The page after Accept when `swallowConsentRedirect` is set. */
export const showSwallowed = (c: Context) =>
  showPage(c, 'Permissions granted', html`<p>You may close this window.</p>`);
