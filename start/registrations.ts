/** The two application registrations of the embedded default, each with its own certificate. */
import { generate } from 'selfsigned';
import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CONSENT_KINDS, type ConsentKind, CONSENTS } from '../domain/consents.ts';
import type { Registration } from '../microsoft/configuration.ts';
import type { AppRegistration } from '../sandbox/model.ts';
import { DEFAULT_REGISTRATIONS } from '../sandbox/registrations.ts';

const keyFileSchema = z.object({ certificatePem: z.string(), privateKeyPem: z.string() });
type KeyFile = z.infer<typeof keyFileSchema>;

/** One registration in the formats of the product and the sandbox. */
export interface EmbeddedRegistration {
  readonly product: Registration;
  readonly sandbox: AppRegistration;
}

/** Creates the certificates at the first start and stores them in the folder, readable only by the owner. */
export async function embeddedRegistrations(
  folder: string,
): Promise<Record<ConsentKind, EmbeddedRegistration>> {
  const [exchange, graph] = await Promise.all(
    CONSENT_KINDS.map(async (kind) => registrationOf(kind, await keyOf(folder, kind))),
  );
  if (!exchange || !graph) throw new Error('There is a registration for each consent');
  return { exchange, graph };
}

function registrationOf(kind: ConsentKind, key: KeyFile): EmbeddedRegistration {
  const base = DEFAULT_REGISTRATIONS[kind === 'exchange' ? 0 : 1];
  if (!base) throw new Error('The sandbox has a registration for each consent');
  const certificate = new X509Certificate(key.certificatePem);
  const digest = certificate.fingerprint256.replaceAll(':', '');
  const { resourceAppId, permissions } = CONSENTS[kind];
  return {
    product: {
      clientId: base.clientId,
      credential: {
        ...key,
        thumbprintSha256: digest,
        expiresAt: new Date(certificate.validTo).toISOString(),
      },
    },
    sandbox: {
      ...base,
      secrets: [],
      certificates: [
        {
          thumbprintSha256: Buffer.from(digest, 'hex').toString('base64url'),
          publicKeyPem: certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        },
      ],
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
  const made = await generate([{ name: 'commonName', value: `Provost ${kind}` }], {
    keySize: 2048,
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 5 * 365 * 24 * 3600 * 1000),
  });
  const key = { certificatePem: made.cert, privateKeyPem: made.private };
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(key), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return key;
}
