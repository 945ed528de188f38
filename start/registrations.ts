/** The application registrations of the embedded default, one a consent, each with its own certificate. */
import { generateKeyPair, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { CONSENT_KINDS, type ConsentKind, CONSENTS, forEachConsent } from '../domain/consents.ts';
import type { Registration } from '../microsoft/configuration.ts';
import { selfSigned } from '../sandbox/certificates.ts';
import type { AppRegistration } from '../sandbox/model.ts';
import { REGISTRATIONS } from '../sandbox/registrations.ts';

const keyFileSchema = z.object({ certificatePem: z.string(), privateKeyPem: z.string() });
type KeyFile = z.infer<typeof keyFileSchema>;

/** In milliseconds: five years. */
const VALIDITY = 5 * 365 * 24 * 3_600_000;

/** One registration in the formats of the product and the sandbox. */
export interface EmbeddedRegistration {
  readonly product: Registration;
  readonly sandbox: AppRegistration;
}

/** Creates the certificates at the first start and stores them in the folder, readable only by the owner. */
export async function embeddedRegistrations(
  folder: string,
): Promise<Record<ConsentKind, EmbeddedRegistration>> {
  const registrations = CONSENT_KINDS.map(
    async (kind) => [kind, registrationOf(kind, await keyOf(folder, kind))] as const,
  );
  const byKind = new Map<ConsentKind, EmbeddedRegistration>(await Promise.all(registrations));
  return forEachConsent((kind) => {
    const registration = byKind.get(kind);
    if (!registration) throw new Error(`There is no registration for ${kind}`);
    return registration;
  });
}

function registrationOf(kind: ConsentKind, key: KeyFile): EmbeddedRegistration {
  const base = REGISTRATIONS[kind];
  const certificate = new X509Certificate(key.certificatePem);
  const { resourceAppId, permissions } = CONSENTS[kind];
  return {
    product: {
      clientId: base.clientId,
      credential: {
        ...key,
        thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''),
        expiresAt: new Date(certificate.validTo).toISOString(),
      },
    },
    sandbox: {
      ...base,
      secrets: [],
      certificates: [key.certificatePem],
      requiredAppRoles: [
        { resourceAppId, appRoleIds: permissions.map(({ appRoleId }) => appRoleId) },
      ],
    },
  };
}

async function keyOf(folder: string, kind: ConsentKind): Promise<KeyFile> {
  const file = join(folder, `${kind}-certificate.json`);
  const stored = await readFile(file, 'utf8').catch(() => null);
  if (stored !== null) return keyFileSchema.parse(JSON.parse(stored));
  const keys = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const notBefore = new Date();
  const certificatePem = await selfSigned({
    name: `Provost ${kind}`,
    ...keys,
    notBefore,
    notAfter: new Date(notBefore.getTime() + VALIDITY),
  });
  const privateKeyPem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const key = { certificatePem, privateKeyPem };
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(key), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return key;
}
