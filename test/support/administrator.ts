/** A Global Administrator on Microsoft's pages. */
import type { Browser, ShownPage } from './browser.ts';

export interface MicrosoftPerson {
  readonly email: string;
  readonly password: string;
}

/** The Global Administrator of a sandbox tenant, listed on the sandbox's sign-in page. */
const administratorOf = (tenant: string): MicrosoftPerson => ({
  email: `admin@${tenant}.example`,
  password: `${tenant}-admin`,
});

export const CONTOSO_ADMINISTRATOR = administratorOf('contoso');

/** By the name of the tenant. Exchange Web Services are switched off at Northwind. */
export const ADMINISTRATORS = {
  contoso: CONTOSO_ADMINISTRATOR,
  fabrikam: administratorOf('fabrikam'),
  northwind: administratorOf('northwind'),
} as const;
export type SandboxTenant = keyof typeof ADMINISTRATORS;
export const SANDBOX_TENANTS = Object.keys(ADMINISTRATORS) as [SandboxTenant, ...SandboxTenant[]];

/** Signs in as this person, through the account picker if the browser has other accounts. */
export async function signInAtMicrosoft(
  browser: Browser,
  address: string,
  person: MicrosoftPerson,
): Promise<ShownPage> {
  await browser.open(address);
  if (browser.offers('account', '')) await browser.press('account', '');
  return browser.press('action', 'signIn', { email: person.email, password: person.password });
}

/** Signs in and answers the consent screen. Resolves to the page after that. */
export async function consentAtMicrosoft(
  browser: Browser,
  address: string,
  person: MicrosoftPerson,
  answer: 'accept' | 'decline' = 'accept',
): Promise<ShownPage> {
  await signInAtMicrosoft(browser, address, person);
  if (!browser.offers('action', answer)) await pickAccount(browser, person);
  return browser.press('action', answer);
}

/** Picks one of several signed-in accounts on the consent screen. */
function pickAccount(browser: Browser, { email }: MicrosoftPerson): Promise<ShownPage> {
  const rows = browser.page?.document.querySelectorAll('button.row') ?? [];
  const row = rows.find(({ text }) => text.includes(email));
  return browser.press('account', row?.getAttribute('value') ?? '');
}
