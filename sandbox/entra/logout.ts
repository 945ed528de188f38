/** `/{tenant}/oauth2/v2.0/logout` (OpenID Connect RP-Initiated Logout). */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { isRedirectUriOf } from './entra.ts';
import type { Entra } from './entra.ts';
import { showPage } from './page.ts';

/** Prevents an open redirect: only registered redirect URIs are followed. */
const isRegistered = ({ registrations }: Entra, redirectUri: string): boolean =>
  registrations.some((registration) => isRedirectUriOf(registration, redirectUri));

/** Signs out all accounts of the browser session. */
export const createLogoutRoutes = (entra: Entra): Hono =>
  new Hono().get('/:tenant/oauth2/v2.0/logout', (c) => {
    entra.sessions.signOut(c);
    const back = c.req.query('post_logout_redirect_uri');
    if (back && isRegistered(entra, back)) return c.redirect(back);
    return showPage(
      c,
      'You signed out of your account',
      html`<p>It’s a good idea to close all browser windows.</p>`,
    );
  });
