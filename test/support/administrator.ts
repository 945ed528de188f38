/** A Global Administrator on Microsoft's pages. */
import type { Browser, ShownPage } from './browser.ts';

export interface MicrosoftPerson {
  readonly email: string;
  readonly password: string;
}

/** Contoso's Global Administrator, listed on the sandbox's sign-in page. */
export const CONTOSO_ADMINISTRATOR: MicrosoftPerson = {
  email: 'admin@contoso.example',
  password: 'contoso-admin',
};

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
