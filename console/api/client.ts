/** The API client, typed by the API's own routes. */
import { hc } from 'hono/client';
import type { AccountDocument } from '../../api/account-document.ts';
import type { App } from '../../api/app.ts';
import type { MailPreferencesDocument } from '../../api/routes/mail-preferences.ts';
import type { NotificationsDocument } from '../../api/routes/notifications.ts';
import type { ConsentKind } from '../../domain/consents.ts';
import type { Service } from '../../domain/services/services.ts';

export const api = hc<App>('/').api;
export const organizationApi = api.organizations[':organizationId'];
export const accountApi = organizationApi.accounts[':service'];

export type Account = AccountDocument;
export type Notification = NotificationsDocument['notifications'][number];
export type MailPreferences = MailPreferencesDocument;
export type RequiredMethod = NonNullable<Account['requiredMethod']>;
export type Consent = Account['consents'][number];
export type Synchronization = NonNullable<Account['synchronization']>;

/** Identifies the account of a request. */
export interface AccountReference {
  readonly organizationId: string;
  readonly service: Service;
}

/** The client id of the application that the consent is for; empty for a consent that the service does not have. */
export const clientIdOf = ({ consents }: Account, kind: ConsentKind): string =>
  consents.find((consent) => consent.kind === kind)?.clientId ?? '';
