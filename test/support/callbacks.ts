/** The two callbacks from Microsoft, each stopped before it is requested. */
import type { ShownPage } from './browser.ts';
import { clickAndSignIn, CONTOSO_TENANT, type ConsoleSession } from './console-session.ts';

export interface ReachedCallback {
  readonly attemptId: string;
  /** The callback address, not requested yet. */
  readonly callback: URL;
  /** Continues as the administrator would, to the page “Go back to the console”. */
  resume(): Promise<ShownPage>;
}

export interface Callback {
  readonly name: string;
  readonly otherPath: string;
  /** The HTTP status of a successful callback. */
  readonly success: number;
  /** The HTTP status when the same browser requests it again. */
  readonly repeated: number;
  /** The audited action of its effect. */
  readonly effect: string;
  reach(session: ConsoleSession): Promise<ReachedCallback>;
}

const SIGN_IN = '/consents/sign-in';
const CALLBACK_PATH = '/consents/callback';

async function reachSignIn(session: ConsoleSession): Promise<ReachedCallback> {
  const { browser } = session;
  browser.stopAt = SIGN_IN;
  const { attemptId, page } = await clickAndSignIn(session, 'exchange');
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
async function reachConsent(session: ConsoleSession): Promise<ReachedCallback> {
  const { browser, origin } = session;
  const { attemptId, page } = await clickAndSignIn(session, 'exchange');
  const callback = new URL(CALLBACK_PATH, origin);
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

export const SIGN_IN_CALLBACK: Callback = {
  name: 'after the sign-in',
  otherPath: CALLBACK_PATH,
  success: 302,
  repeated: 409,
  effect: 'consent.signIn',
  reach: reachSignIn,
};
export const CONSENT_CALLBACK: Callback = {
  name: 'after the consent',
  otherPath: SIGN_IN,
  success: 200,
  repeated: 200,
  effect: 'consent.return',
  reach: reachConsent,
};
export const CALLBACKS: readonly Callback[] = [SIGN_IN_CALLBACK, CONSENT_CALLBACK];

/** The callback with a parameter changed or removed. */
export const withParameter = (callback: URL, parameter: string, value: string | null): URL =>
  withParameters(callback, { [parameter]: value });

export function withParameters(
  callback: URL,
  changes: Readonly<Record<string, string | null | undefined>>,
): URL {
  const url = new URL(callback);
  for (const [parameter, value] of Object.entries(changes)) {
    if (typeof value === 'string') url.searchParams.set(parameter, value);
    else url.searchParams.delete(parameter);
  }
  return url;
}
