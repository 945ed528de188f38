/**
 * Microsoft's link to the next page of a list, encrypted for the browser that asks for that page.
 * A cursor that we did not make for this list is refused, so nobody can choose what is read.
 */
import { EncryptJWT, jwtDecrypt } from 'jose';
import { hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { ProvostError } from '../domain/failures.ts';

const payloadSchema = z.object({ link: z.string() });

/** The users of one group, including nested groups. */
interface List {
  readonly tenantId: string;
  readonly groupId: string;
}

export function createPageCursor(secret: string) {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'provost page cursor', 32));
  const nameOf = ({ tenantId, groupId }: List) => `${tenantId}/${groupId}`.toLowerCase();
  return {
    seal: (list: List, link: string): Promise<string> =>
      new EncryptJWT({ link })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(nameOf(list))
        .encrypt(key),

    /** @throws ProvostError InvalidInput */
    async open(list: List, cursor: string): Promise<string> {
      try {
        const { payload } = await jwtDecrypt(cursor, key, { audience: nameOf(list) });
        return payloadSchema.parse(payload).link;
      } catch {
        throw new ProvostError(
          'InvalidInput',
          'page: This is not the `next` of an earlier page of this group.',
        );
      }
    },
  };
}
export type PageCursor = ReturnType<typeof createPageCursor>;
