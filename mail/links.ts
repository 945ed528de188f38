/**
 * What the links in mails contain. Each needs nothing but the product's secret to be made and checked, so
 * nothing secret is stored, and a worker can write what the API will read.
 */
import { jwtVerify, SignJWT } from 'jose';
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { PERSONAL_MAIL_KINDS } from '../domain/mails.ts';

/** What a person, or somebody who got a consent link, does not want to get any more. */
const unsubscriptionSchema = z.union([
  z.object({ userId: z.string(), organizationId: z.string(), kind: z.enum(PERSONAL_MAIL_KINDS) }),
  z.object({ linkId: z.uuid() }),
]);
export type Unsubscription = z.infer<typeof unsubscriptionSchema>;

export const UNSUBSCRIBE_PATH = '/api/unsubscribe';
const AUDIENCE = 'provost unsubscribe';

export function createMailLinks(secret: string) {
  const keyOf = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', secret, '', `provost ${purpose}`, 32));
  const unsubscribing = keyOf('unsubscribe');
  const linking = keyOf('mailed consent link');
  const consentLinkSecret = (linkId: string): string =>
    createHmac('sha256', linking).update(linkId).digest('base64url');
  return {
    /** Valid for ever: a mail may be read years later, and all that the token can do is end mails. */
    unsubscribeToken: (unsubscription: Unsubscription): Promise<string> =>
      new SignJWT({ ...unsubscription })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(AUDIENCE)
        .sign(unsubscribing),

    /** Null for a token that we did not make. */
    async readUnsubscribeToken(token: string): Promise<Unsubscription | null> {
      try {
        const options = { audience: AUDIENCE, algorithms: ['HS256'] };
        const { payload } = await jwtVerify(token, unsubscribing, options);
        return unsubscriptionSchema.parse(payload);
      } catch {
        return null;
      }
    },

    /** The secret of a consent link that is sent by mail: 43 characters, as a random one has. */
    consentLinkSecret,

    /** Whether a link's address can still be written: not if the product's secret has changed since. */
    isLinkOf: ({ linkId, secretHash }: { linkId: string; secretHash: string }): boolean =>
      createHash('sha256').update(consentLinkSecret(linkId)).digest('hex') === secretHash,
  };
}
export type MailLinks = ReturnType<typeof createMailLinks>;
