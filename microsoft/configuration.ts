/** The configuration of this folder, created by `environment.ts`. */
import type { ConsentKind } from '../domain/consents.ts';
import type { Cloud, MicrosoftService } from './clouds.ts';

export interface CertificateCredential {
  /** SHA-256 of the DER certificate in hexadecimal, as MSAL expects it. */
  readonly thumbprintSha256: string;
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  /** When the certificate stops being accepted, ISO 8601. */
  readonly expiresAt: string;
}

export interface SecretCredential {
  readonly secret: string;
  /** When the secret stops being accepted, ISO 8601, if the operator has told us. Entra does not. */
  readonly expiresAt?: string;
}

export type Credential = SecretCredential | CertificateCredential;

/** One application registration in Microsoft Entra. */
export interface Registration {
  readonly clientId: string;
  readonly credential: Credential;
}

export interface MicrosoftConfiguration {
  readonly cloud: Cloud;
  /** The origins that are actually called: the cloud's own unless configured otherwise. */
  readonly origins: Readonly<Record<MicrosoftService, string>>;
  /** The domain that the hosts of sites are below: the cloud's own unless configured otherwise. */
  readonly sharePointDomain: string;
  /** Milliseconds for a request and its whole response. */
  readonly requestTimeout?: number;
  /** One registration per consent: with a shared one, the first consent would grant them all. */
  readonly registrations: Readonly<Record<ConsentKind, Registration>>;
}
