/** What this folder is configured with; `environment.ts` makes it from the environment. */
import type { ConsentKind } from '../domain/consents.ts';
import type { Cloud, MicrosoftService } from './clouds.ts';

export interface CertificateCredential {
  /** SHA-256 of the DER certificate in hexadecimal, as MSAL wants it. */
  readonly thumbprintSha256: string;
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  /** When the certificate stops being accepted, ISO 8601. */
  readonly expiresAt: string;
}

export type Credential = { readonly secret: string } | CertificateCredential;

/** One application registration in Microsoft Entra. */
export interface Registration {
  readonly clientId: string;
  readonly credential: Credential;
}

export interface MicrosoftConfiguration {
  readonly cloud: Cloud;
  /** Where the cloud's services are really called: its own origins unless configured otherwise. */
  readonly origins: Readonly<Record<MicrosoftService, string>>;
  /** Two registrations, one a consent: with one, the first consent would grant both. */
  readonly registrations: Readonly<Record<ConsentKind, Registration>>;
}
