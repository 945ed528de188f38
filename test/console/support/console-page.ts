/** The frame of the console and its dashboard, located by roles and names. */
import { DEMO_ADMINISTRATOR } from '../../../api/authentication/seeds.ts';
import type { Service } from '../../../domain/services/services.ts';
import type { Credentials, Visitor } from './visitor.ts';

export const CONTOSO = '/organizations/contoso';
export const FABRIKAM = '/organizations/fabrikam';

export function consolePage({ page, t, origin }: Visitor, of: Service = 'exchange-online') {
  const named = (name: string) => ({ name, exact: true });
  const service = page.getByRole('group', named(t(`common:service.${of}`)));
  const ring = page.getByRole('banner').getByRole('button', { name: t('notifications:ring') });
  const bell = page.getByRole('dialog', named(t('notifications:title')));
  const fillSignIn = async ({ email, password }: Credentials = DEMO_ADMINISTRATOR) => {
    await page.getByLabel(t('signIn.email')).fill(email);
    await page.getByLabel(t('signIn.password')).fill(password);
    await page.getByRole('button', named(t('signIn.submit'))).click();
  };
  return {
    service,
    provision: service.getByRole('button', named(t('dashboard:provision'))),
    ring,
    /** The popup of the ring icon. */
    bell,
    open: (path: string) => page.goto(origin + path),
    heading: (name: string) => page.getByRole('heading', { level: 1, ...named(name) }),

    /** Fills in and submits the sign-in form. */
    fillSignIn,

    /** Opens the console, signs in, and waits for the dashboard. */
    async signIn(who?: Credentials) {
      await page.goto(origin);
      await fillSignIn(who);
      await service.waitFor();
    },

    /** Chooses another organization in the header. */
    async switchTo(organization: string) {
      await page.getByLabel(t('header.organization')).selectOption({ label: organization });
      await page.waitForURL('**/dashboard');
    },

    /** Hovers over the ring and waits for the sentence. */
    async hoverRing(sentence: string) {
      await ring.hover();
      await bell.getByText(sentence).first().waitFor();
    },
  };
}

/** The path of the provision screen of an organization's service. */
export const provisionPath = (organization: string, service: Service = 'exchange-online') =>
  `${organization}/provision/${service}`;
