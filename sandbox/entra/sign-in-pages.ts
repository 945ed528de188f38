/** The sign-in page and the account picker. All forms post to their own URL. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Person, Tenant } from '../model.ts';
import { DIRECTORY_ROLES } from '../tenants.ts';
import { credentialsOf, isMember } from './people.ts';
import { breakable, showPage } from './page.ts';
import type { Session } from './sessions.ts';

/** The CSRF field of every form; see `sessions.ts`. */
export const csrfField = ({ csrfToken }: Session) =>
  html`<input type="hidden" name="csrfToken" value="${csrfToken}" />`;

/** `globalAdministrator` → "Global administrator". */
const roleName = (roleId: string): string => {
  const name = Object.entries(DIRECTORY_ROLES).find(([, id]) => id === roleId)?.[0] ?? roleId;
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function describePerson(person: Person, tenantName: string): string {
  const { directoryRoles, eligibleRoles = [], homeTenantId } = person;
  const eligible = eligibleRoles.map((role) => `${roleName(role)} (not activated)`);
  const roles = [...directoryRoles.map(roleName), ...eligible].join(', ') || 'User';
  const origin = isMember(person) ? ' (external member)' : ' (guest)';
  return `${roles}${homeTenantId === undefined ? '' : origin}, ${tenantName}`;
}

const credentialsTable = (tenants: readonly Tenant[], tenant: Tenant | undefined) =>
  html`<table>
    <caption>
      Sandbox accounts
    </caption>
    <thead>
      <tr>
        <th scope="col">Sign-in name</th>
        <th scope="col">Password</th>
      </tr>
    </thead>
    <tbody>
      ${credentialsOf(tenants, tenant).map(
        ({ person, name, tenantName }) =>
          html`<tr>
            <td>
              ${breakable(name)}<br /><span class="quiet"
                >${describePerson(person, tenantName)}</span
              >
            </td>
            <td><code>${person.password}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;

export interface SignInPage {
  readonly session: Session;
  readonly appName: string;
  readonly tenants: readonly Tenant[];
  readonly tenant: Tenant | undefined;
  readonly email: string;
  readonly problem?: string;
}

/** The sign-in form and the list of sandbox accounts. Enter presses the first button, so Sign in comes first. */
export const showSignIn = (c: Context, page: SignInPage) =>
  showPage(
    c,
    'Sign in',
    html`<p>to continue to <strong>${page.appName}</strong></p>
      ${page.problem === undefined ? '' : html`<p class="error" role="alert">${breakable(page.problem)}</p>`}
      <form method="post">
        ${csrfField(page.session)}
        <label
          >Email
          <input
            name="email"
            type="text"
            inputmode="email"
            autocomplete="username"
            required
            autofocus
            value="${page.email}"
        /></label>
        <label
          >Password <input name="password" type="password" autocomplete="current-password" required
        /></label>
        <div class="actions">
          <button name="action" value="signIn" class="primary">Sign in</button>
          <button name="action" value="cancel" formnovalidate>Cancel</button>
        </div>
      </form>
      ${credentialsTable(page.tenants, page.tenant)}`,
  );

/** The account picker: signed-in accounts, and another one. */
export const showAccountPicker = (c: Context, session: Session, appName: string) =>
  showPage(
    c,
    'Pick an account',
    html`<p>to continue to <strong>${appName}</strong></p>
      <form method="post">
        ${csrfField(session)}
        <input type="hidden" name="action" value="pick" />
        ${session.accounts.map(
          ({ person }) =>
            html`<button class="row" name="account" value="${person.objectId}">
              <strong>${person.displayName}</strong
              ><br />${breakable(person.userPrincipalName)}<br /><span class="quiet"
                >Signed in</span
              >
            </button>`,
        )}
        <button class="row" name="account" value="">Use another account</button>
      </form>
      <form method="post" class="actions">
        ${csrfField(session)}
        <button name="action" value="cancel">Cancel</button>
      </form>`,
  );
