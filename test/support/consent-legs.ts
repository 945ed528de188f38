/** The two callbacks from Microsoft, each stopped before it is requested. */
import type { ShownPage } from './browser.ts';
import { clickAndSignIn, CONTOSO_TENANT, type Desk } from './consent-desk.ts';

export interface ReachedLeg {
  readonly attemptId: string;
  /** The callback address, not requested yet. */
  readonly callback: URL;
  /** Continues as the administrator would, to the page “Go back to the console”. */
  resume(): Promise<ShownPage>;
}

export interface Leg {
  readonly name: string;
  readonly otherPath: string;
  /** The HTTP status of a successful callback. */
  readonly success: number;
  reach(desk: Desk): Promise<ReachedLeg>;
}

const SIGN_IN = '/consents/sign-in';
const CALLBACK = '/consents/callback';

async function reachSignIn(desk: Desk): Promise<ReachedLeg> {
  const { browser } = desk;
  browser.stopAt = SIGN_IN;
  const { attemptId, page } = await clickAndSignIn(desk, 'exchange');
  browser.stopAt = null;
  return {
    attemptId,
    callback: page.url,
    async resume() {
      await browser.open(page.url);
      return browser.press('action', 'accept');
    },
  };
}

/** The consent itself is not given, so that only the callback could turn the step green. */
async function reachConsent(desk: Desk): Promise<ReachedLeg> {
  const { browser, origin } = desk;
  const { attemptId, page } = await clickAndSignIn(desk, 'exchange');
  const callback = new URL(CALLBACK, origin);
  callback.searchParams.set('admin_consent', 'True');
  callback.searchParams.set('tenant', CONTOSO_TENANT);
  callback.searchParams.set('state', page.url.searchParams.get('state') ?? '');
  return {
    attemptId,
    callback,
    async resume() {
      await browser.open(page.url);
      return browser.press('action', 'accept');
    },
  };
}

export const SIGN_IN_LEG: Leg = {
  name: 'after the sign-in',
  otherPath: CALLBACK,
  success: 302,
  reach: reachSignIn,
};
export const CONSENT_LEG: Leg = {
  name: 'after the consent',
  otherPath: SIGN_IN,
  success: 200,
  reach: reachConsent,
};
export const LEGS: readonly Leg[] = [SIGN_IN_LEG, CONSENT_LEG];

/** The callback with a parameter changed or removed. */
export function altered(callback: URL, parameter: string, value: string | null): URL {
  const url = new URL(callback);
  if (value === null) url.searchParams.delete(parameter);
  else url.searchParams.set(parameter, value);
  return url;
}
