/** Test support: Entra alone, and a browser without JavaScript for its pages. */
import { generateKeyPairSync } from 'node:crypto';
import type { Hono } from 'hono';
import { selfSigned } from '../certificates.ts';
import { createTenant, tenantDefinitions } from '../tenants.ts';
import type { AppRegistration, Tenant } from '../model.ts';
import { DEFAULT_REGISTRATIONS } from '../registrations.ts';
import { createLedger } from './ledger.ts';
import { findRole } from './permissions.ts';
import { createEntra, createEntraRoutes } from './routes.ts';
import { generateSigningKey } from './signing-key.ts';
import { issuedAtNow } from './tokens.ts';
import { createVerifier } from './verifier.ts';

const signingKey = generateSigningKey();

export const ORIGIN = 'http://localhost';

const named = (tenants: readonly Tenant[], name: string): Tenant => {
  const tenant = tenants.find(({ displayName }) => displayName === name);
  if (!tenant) throw new Error(`There is no tenant ${name}.`);
  return tenant;
};

const [forExchange, forGraph] = DEFAULT_REGISTRATIONS;
if (!forExchange || !forGraph) throw new Error('The default registrations are missing.');

/** The default registrations. */
export const REGISTRATIONS = { forExchange, forGraph };

/** A fresh Entra with the default tenants. */
export function createTestEntra(registrations: readonly AppRegistration[] = DEFAULT_REGISTRATIONS) {
  const tenants = tenantDefinitions(100).map(createTenant);
  const ledger = createLedger(
    { servicePrincipals: {}, revokedThrough: {} },
    () => undefined,
    issuedAtNow,
  );
  const entra = createEntra({ tenants, registrations, signingKey, ledger });
  return {
    app: createEntraRoutes(entra),
    entra,
    ledger,
    verify: createVerifier(entra),
    contoso: named(tenants, 'Contoso'),
    fabrikam: named(tenants, 'Fabrikam'),
    northwind: named(tenants, 'Northwind'),
  };
}

interface Page {
  readonly status: number;
  readonly html: string;
  readonly location: string | null;
  readonly headers: Headers;
}

const hiddenFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name, value],
    ),
  );

/** Keeps cookies and the current page. Does not follow redirects. */
export function createBrowser(app: Hono) {
  const cookies = new Map<string, string>();
  let address = '';
  let page: Page = { status: 0, html: '', location: null, headers: new Headers() };

  const load = async (init: { method?: string; body?: URLSearchParams }): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(address, { ...init, headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? [];
      cookies.set(name, value);
    }
    const { status, headers } = response;
    page = { status, headers, html: await response.text(), location: headers.get('location') };
    return page;
  };

  return {
    get page() {
      return page;
    },
    cookies,
    get(path: string, query: Record<string, string> = {}) {
      address = `${ORIGIN}${path}?${new URLSearchParams(query)}`;
      return load({});
    },
    /** Submits the page's form with its hidden fields and the given fields. */
    submit(fields: Record<string, string>) {
      const body = new URLSearchParams({ ...hiddenFields(page.html), ...fields });
      return load({ method: 'POST', body });
    },
    signIn(email: string, password: string) {
      return this.submit({ action: 'signIn', email, password });
    },
  };
}

/** The query parameters of the redirect location. */
export const redirectQuery = ({ location }: Page): Record<string, string> =>
  Object.fromEntries(new URL(location ?? 'missing:').searchParams);

/** Contoso's Global Administrator: sign-in name and password. */
export const ADMIN = ['admin@contoso.example', 'contoso-admin'] as const;

export const CALLBACK = 'http://localhost:3000/consents/callback';

/** The app role with that value. */
export function requireRole(value: string) {
  const role = findRole(value);
  if (!role) throw new Error(`No API publishes ${value}.`);
  return role;
}

const DAY = 86_400_000;

/** A key pair and its certificate, valid for the days around today. */
export async function createCertificate({ from = -1, to = 1 } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [notBefore, notAfter] = [from, to].map((days) => new Date(Date.now() + days * DAY));
  if (!notBefore || !notAfter) throw new Error('A certificate begins and ends.');
  const pem = await selfSigned({ name: 'a client', privateKey, publicKey, notBefore, notAfter });
  return { privateKey, pem };
}
