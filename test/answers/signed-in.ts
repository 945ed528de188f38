/** A person who has signed in at Microsoft, up to the code that the browser brings back. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Identity } from '../../microsoft/identity.ts';
import type { Redemption } from '../../microsoft/sign-in.ts';
import { CONTOSO_ADMINISTRATOR, signInAtMicrosoft } from '../support/administrator.ts';
import { Browser } from '../support/browser.ts';

/** @param sandbox the origin at which the person signs in, past any hostile server */
export async function signedIn(identity: Identity, sandbox: string): Promise<Redemption> {
  const codeVerifier = randomBytes(32).toString('base64url');
  const signIn = {
    kind: 'exchange',
    state: randomUUID(),
    nonce: randomUUID(),
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    redirectUri: `${sandbox}/consents/callback`,
  } as const;
  const { pathname, search } = new URL(await identity.signInAddress(signIn));
  const address = `${sandbox}${pathname}${search}`;
  const { url } = await signInAtMicrosoft(new Browser(), address, CONTOSO_ADMINISTRATOR);
  const code = url.searchParams.get('code');
  if (code === null) throw new Error(`The sign-in ended at ${url.href}`);
  const { kind, nonce, redirectUri } = signIn;
  return { kind, code, codeVerifier, nonce, redirectUri };
}
