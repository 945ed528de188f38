/** Reads an application registration's credential: a secret, or a certificate with its private key. */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../domain/configuration.ts';
import type { CertificateCredential, Credential } from './configuration.ts';

interface CredentialSettings {
  readonly secret: string | undefined;
  /** An ISO 8601 date. */
  readonly secretExpires?: string | undefined;
  readonly certificateFile: string | undefined;
  readonly privateKeyFile: string | undefined;
}

interface Setting {
  readonly name: string;
  readonly value: string;
}

/**
 * Reads exactly one credential, from the variables that start with `prefix`.
 * @throws ConfigurationError that names the variable, never its value.
 */
export function readCredential(prefix: string, settings: CredentialSettings): Credential {
  const { secret, secretExpires, certificateFile, privateKeyFile } = settings;
  const certificateGiven = certificateFile !== undefined || privateKeyFile !== undefined;
  if (secret !== undefined && certificateGiven) {
    throw new ConfigurationError(
      `${prefix}_CLIENT_SECRET: give either a secret or a certificate, not both.`,
    );
  }
  if (secret !== undefined)
    return { secret, ...(secretExpires !== undefined && { expiresAt: secretExpires }) };
  if (!certificateGiven) {
    throw new ConfigurationError(
      `${prefix}_CLIENT_SECRET: a credential is missing. Set it, or both ${prefix}_CERTIFICATE_FILE and ${prefix}_PRIVATE_KEY_FILE.`,
    );
  }
  return certificateCredential(
    required(`${prefix}_CERTIFICATE_FILE`, certificateFile),
    required(`${prefix}_PRIVATE_KEY_FILE`, privateKeyFile),
  );
}

function required(name: string, value: string | undefined): Setting {
  if (value !== undefined) return { name, value };
  throw new ConfigurationError(`${name}: set both the certificate file and its private key file.`);
}

function certificateCredential(certificate: Setting, key: Setting): CertificateCredential {
  const certificatePem = read(certificate);
  const privateKeyPem = read(key);
  const x509 = attempt(certificate, 'does not contain a PEM certificate', () => {
    return new X509Certificate(certificatePem);
  });
  const privateKey = attempt(key, 'does not contain an unencrypted PEM private key', () => {
    return createPrivateKey(privateKeyPem);
  });
  if (privateKey.asymmetricKeyType !== 'rsa') {
    throw new ConfigurationError(`${key.name}: Microsoft Entra accepts only RSA keys.`);
  }
  if (!x509.checkPrivateKey(privateKey)) {
    throw new ConfigurationError(`${key.name}: is not the private key of ${certificate.name}.`);
  }
  return {
    thumbprintSha256: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    privateKeyPem,
    certificatePem,
    expiresAt: new Date(x509.validTo).toISOString(),
  };
}

function read(setting: Setting): string {
  return attempt(setting, 'cannot be read', () => readFileSync(setting.value, 'utf8'));
}

// The cause is not part of the message: it can contain the path or parts of a key.
function attempt<T>(setting: Setting, problem: string, make: () => T): T {
  try {
    return make();
  } catch {
    throw new ConfigurationError(`${setting.name}: the file ${problem}.`);
  }
}
