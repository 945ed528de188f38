/** Microsoft's pages in a tab of an administrator. */
import type { Locator, Page } from 'playwright-core';
import type { MicrosoftPerson } from '../../support/administrator.ts';

export type Answer = 'Accept' | 'Cancel';

/** Signs in, with “Use another account” if the picker is shown. Ends before the permissions. */
export async function signInAtMicrosoft(tab: Page, who: MicrosoftPerson): Promise<void> {
  const email = tab.getByLabel('Email');
  const another = tab.getByRole('button', { name: 'Use another account' });
  await email.or(another).waitFor();
  if (await another.isVisible()) await another.click();
  await email.fill(who.email);
  await tab.getByLabel('Password').fill(who.password);
  await tab.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Signs in and answers the consent screen. Ends on the callback's page. */
export async function consentAtMicrosoft(
  tab: Page,
  who: MicrosoftPerson,
  answer: Answer = 'Accept',
): Promise<void> {
  await signInAtMicrosoft(tab, who);
  await permissionsOf(tab, who);
  await tab.getByRole('button', { name: answer, exact: true }).click();
  await tab.waitForURL((url) => url.pathname === '/consents/callback');
}

/** The list on the consent screen. Picks the account first if several are signed in. */
export async function permissionsOf(tab: Page, { email }: MicrosoftPerson): Promise<Locator> {
  const asked = tab.getByRole('heading', { name: 'Permissions requested' });
  const account = tab.getByRole('button', { name: email });
  await asked.or(account).waitFor();
  if (await account.isVisible()) await account.click();
  await asked.waitFor();
  return tab.getByRole('list');
}
