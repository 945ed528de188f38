/** Microsoft's pages, as an administrator meets them in a tab. */
import type { Locator, Page } from 'playwright-core';
import type { MicrosoftPerson } from '../../support/administrator.ts';

export type Answer = 'Accept' | 'Cancel';

/** Signs in, picking another account where one is known already. Ends before the permissions. */
export async function signInAtMicrosoft(tab: Page, who: MicrosoftPerson): Promise<void> {
  const email = tab.getByLabel('Email');
  const another = tab.getByRole('button', { name: 'Use another account' });
  await email.or(another).waitFor();
  if (await another.isVisible()) await another.click();
  await email.fill(who.email);
  await tab.getByLabel('Password').fill(who.password);
  await tab.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Signs in, sees what is asked for, answers, and ends on the page that this leads to. */
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

/** The list on the authorization screen; the account is picked where several are signed in. */
export async function permissionsOf(tab: Page, { email }: MicrosoftPerson): Promise<Locator> {
  const asked = tab.getByRole('heading', { name: 'Permissions requested' });
  const account = tab.getByRole('button', { name: email });
  await asked.or(account).waitFor();
  if (await account.isVisible()) await account.click();
  await asked.waitFor();
  return tab.getByRole('list');
}
