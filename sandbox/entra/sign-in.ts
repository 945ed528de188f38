/** Determines the account for a request: from the session, the account picker, or name and password. */
import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Tenant } from '../model.ts';
import type { Entra } from './entra.ts';
import { EntraError } from './errors.ts';
import { findAccount } from './people.ts';
import type { Account } from './people.ts';
import type { Session } from './sessions.ts';
import { showAccountPicker, showSignIn } from './sign-in-pages.ts';

type Answer = Response | Promise<Response>;

/** A request that needs a signed-in account, and its continuations. */
export interface SignInRequest {
  readonly appName: string;
  /** Undefined if people from any tenant may sign in. */
  readonly tenant: Tenant | undefined;
  readonly loginHint?: string | undefined;
  readonly prompt?: string | undefined;
  onAccount(session: Session, account: Account): Answer;
  onCancel(): Answer;
}

const formSchema = z.object({
  csrfToken: z.string(),
  action: z.string(),
  account: z.string().default(''),
  email: z.string().default(''),
  password: z.string().default(''),
});
export type SignInForm = z.infer<typeof formSchema>;

const sameToken = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

/** The posted form. @throws EntraError `staleForm` if it does not belong to this session */
export async function readForm(c: Context, session: Session): Promise<SignInForm> {
  const form = formSchema.safeParse(await c.req.parseBody());
  if (!form.success || !sameToken(form.data.csrfToken, session.csrfToken))
    throw new EntraError('staleForm');
  return form.data;
}

/** The signed-in account with that object id. */
export const accountIn = ({ accounts }: Session, objectId: string): Account | undefined =>
  accounts.find(({ person }) => person.objectId === objectId);

/** The signed-in account that matches a `login_hint`. */
export const hintedAccount = (
  { accounts }: Session,
  hint: string | undefined,
): Account | undefined =>
  accounts.find(
    ({ person }) => person.userPrincipalName.toLowerCase() === hint?.trim().toLowerCase(),
  );

const signInPage = (
  c: Context,
  entra: Entra,
  session: Session,
  { appName, tenant }: SignInRequest,
  email: string,
  problem?: string,
): Answer => showSignIn(c, { session, appName, tenants: entra.tenants, tenant, email, problem });

/** Continues with the session's account if it is unambiguous; otherwise shows the sign-in page or the picker. */
export function requireAccount(c: Context, entra: Entra, request: SignInRequest): Answer {
  const session = entra.sessions.open(c);
  const { prompt, loginHint, appName } = request;
  const ask = () => signInPage(c, entra, session, request, loginHint ?? '');
  if (prompt === 'login' || session.accounts.length === 0) return ask();
  if (prompt === 'select_account') return showAccountPicker(c, session, appName);
  const hinted = hintedAccount(session, loginHint);
  if (hinted) return request.onAccount(session, hinted);
  if (loginHint) return ask();
  const [only, ...others] = session.accounts;
  if (only && others.length === 0) return request.onAccount(session, only);
  return showAccountPicker(c, session, appName);
}

function signIn(c: Context, entra: Entra, request: SignInRequest, form: SignInForm): Answer {
  const account = findAccount(entra.tenants, form.email);
  if (!account || account.person.password !== form.password) {
    const problem = account
      ? 'Your account or password is incorrect. (AADSTS50126)'
      : `We couldn’t find an account with the name ${form.email}. (AADSTS50034)`;
    return signInPage(c, entra, entra.sessions.open(c), request, form.email, problem);
  }
  return request.onAccount(entra.sessions.signIn(c, account), account);
}

/** Handles the form from `requireAccount`, or from a page that offers another account. */
export function handleSignInForm(
  c: Context,
  entra: Entra,
  request: SignInRequest,
  form: SignInForm,
): Answer {
  if (form.action === 'cancel') return request.onCancel();
  if (form.action === 'signIn') return signIn(c, entra, request, form);
  const session = entra.sessions.open(c);
  const picked = accountIn(session, form.account);
  if (picked) return request.onAccount(session, picked);
  return signInPage(c, entra, session, request, '');
}
