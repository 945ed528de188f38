/** Client authentication at the token endpoint: secret or signed assertion (RFC 7523). */
import { X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { thumbprints } from '../certificates.ts';
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

/** Clients differ in alphabet and padding: Go's azidentity sends base64, others base64url. */
const asBase64url = (text: string): string =>
  text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/**
 * How a header of an assertion names a certificate (RFC 7515, 4.1). `x5t` is a SHA-1 digest even
 * if SHA-256 signed the certificate. A `kid` is a digest in hex, as .NET prints it, or in base64url.
 */
function namesOf(certificate: X509Certificate) {
  const { sha1, sha256 } = thumbprints(certificate);
  const [short, long] = [sha1.toString('base64url'), sha256.toString('base64url')];
  const kids = [short, long];
  const hex = [sha1.toString('hex'), sha256.toString('hex')];
  return {
    'x5t#S256': (value: string) => asBase64url(value) === long,
    x5t: (value: string) => asBase64url(value) === short,
    kid: (value: string) => kids.includes(asBase64url(value)) || hex.includes(value.toLowerCase()),
  };
}

/** The first of these headers that is present decides. */
const NAMING_HEADERS = ['x5t#S256', 'x5t', 'kid'] as const;

/** @throws EntraError if the header names no certificate of the registration, or one that is not valid now */
function certificateKey({ certificates }: AppRegistration, assertion: string) {
  const header = decodeProtectedHeader(assertion);
  const name = NAMING_HEADERS.find((each) => header[each] !== undefined);
  if (name === undefined) throw new EntraError('assertionUnnamed');
  const value = String(header[name]);
  const certificate = certificates
    .map((pem) => new X509Certificate(pem))
    .find((each) => namesOf(each)[name](value));
  if (!certificate) throw new EntraError('assertionKey');
  const now = Date.now();
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo))
    throw new EntraError('certificateExpired');
  return certificate.publicKey;
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
      requiredClaims: ['exp'],
    });
  } catch (error) {
    throw translate(error);
  }
}

/**
 * Checks the credentials of an application. Every one that is sent must be right.
 * @param audience the accepted `aud` values of an assertion
 * @returns the token's `appidacr`: 1 for a secret, 2 for a certificate
 * @throws EntraError `invalid_client` with the reason
 */
export async function authenticateClient(
  registration: AppRegistration,
  { secret, assertion, assertionType }: ClientCredentials,
  audience: string[],
): Promise<'1' | '2'> {
  const isSigned = assertion !== undefined && assertionType === ASSERTION_TYPE;
  if (secret === undefined && !isSigned) throw new EntraError('credentialMissing');
  const isWrong = secret !== undefined && !registration.secrets.includes(secret);
  // Forms often contain the field without a value beside an assertion.
  if (isWrong && !(isSigned && secret === ''))
    throw new EntraError('wrongSecret', { clientId: registration.clientId });
  if (!isSigned) return '1';
  await checkAssertion(registration, assertion, audience);
  return '2';
}
