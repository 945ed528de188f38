/** Client authentication at the token endpoint: secret or signed assertion (RFC 7523). */
import { createPublicKey } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { AppRegistration } from '../model.ts';
import { EntraError } from './errors.ts';
import type { EntraErrorName } from './errors.ts';

export interface ClientCredentials {
  readonly secret: string | undefined;
  readonly assertion: string | undefined;
  readonly assertionType: string | undefined;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Allowed clock skew in seconds; MSAL rounds `nbf` up. */
const CLOCK_SKEW_S = 300;

/** Maps the claim that jose rejected to Entra's error. */
const CLAIM_ERRORS: Record<string, EntraErrorName> = {
  aud: 'assertionAudience',
  exp: 'assertionExpired',
  nbf: 'assertionExpired',
  iss: 'clientMismatch',
  sub: 'clientMismatch',
};

function translate(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new EntraError('assertionExpired');
  if (error instanceof errors.JWTClaimValidationFailed)
    return new EntraError(CLAIM_ERRORS[error.claim] ?? 'assertionMalformed');
  if (error instanceof errors.JWSSignatureVerificationFailed) return new EntraError('assertionKey');
  if (error instanceof errors.JOSEError || error instanceof TypeError)
    return new EntraError('assertionMalformed');
  return error;
}

function certificateKey(registration: AppRegistration, assertion: string) {
  const thumbprint = decodeProtectedHeader(assertion)['x5t#S256'];
  const certificate = registration.certificates.find(
    ({ thumbprintSha256 }) => thumbprintSha256 === thumbprint,
  );
  if (!certificate) throw new EntraError('assertionKey');
  return createPublicKey(certificate.publicKeyPem);
}

async function checkAssertion(
  registration: AppRegistration,
  assertion: string,
  audience: string[],
): Promise<void> {
  try {
    // Do not reject a repeated jti: MSAL sends one assertion with several requests.
    await jwtVerify(assertion, certificateKey(registration, assertion), {
      algorithms: ['PS256', 'RS256'],
      audience,
      issuer: registration.clientId,
      subject: registration.clientId,
      clockTolerance: CLOCK_SKEW_S,
      requiredClaims: ['exp', 'nbf'],
    });
  } catch (error) {
    throw translate(error);
  }
}

/**
 * Checks the credentials of an application.
 * @param audience the accepted `aud` values of an assertion
 * @returns the token's `appidacr`: 1 for a secret, 2 for a certificate
 * @throws EntraError `invalid_client` with the reason
 */
export async function authenticateClient(
  registration: AppRegistration,
  credentials: ClientCredentials,
  audience: string[],
): Promise<'1' | '2'> {
  const { secret, assertion, assertionType } = credentials;
  if (assertion !== undefined && assertionType === ASSERTION_TYPE) {
    await checkAssertion(registration, assertion, audience);
    return '2';
  }
  if (secret === undefined) throw new EntraError('credentialMissing');
  if (!registration.secrets.includes(secret))
    throw new EntraError('wrongSecret', { clientId: registration.clientId });
  return '1';
}
