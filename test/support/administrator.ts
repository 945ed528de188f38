/** A Global Administrator at Microsoft's pages. */
import type { Browser, ShownPage } from './browser.ts';

export interface MicrosoftPerson {
  readonly email: string;
  readonly password: string;
}

/** Contoso's Global Administrator, whom the sandbox lists on its sign-in page. */
export const CONTOSO_ADMINISTRATOR: MicrosoftPerson = {
  email: 'admin@contoso.example',
  password: 'contoso-admin',
};

/** Signs in as this person, over the account picker where the browser knows somebody already. */
export async function signInAtMicrosoft(
  browser: Browser,
  address: string,
  person: MicrosoftPerson,
): Promise<ShownPage> {
  await browser.open(address);
  if (browser.offers('account', '')) await browser.press('account', '');
  return browser.press('action', 'signIn', { email: person.email, password: person.password });
}

/** Signs in, answers the permissions page, and ends on the page that it leads to. */
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

/** The consent screen asks which of several signed-in accounts to go on with. */
function pickAccount(browser: Browser, { email }: MicrosoftPerson): Promise<ShownPage> {
  const rows = browser.page?.document.querySelectorAll('button.row') ?? [];
  const row = rows.find(({ text }) => text.includes(email));
  return browser.press('account', row?.getAttribute('value') ?? '');
}
