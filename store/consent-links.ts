import type { Kysely, Selectable } from 'kysely';
import type { Service } from '../domain/services/services.ts';
import type { ConsentKind } from '../domain/consents.ts';
import { type FailureType, ProvostError } from '../domain/failures.ts';
import { refuseRemoved } from './refuse-removed.ts';
import { announce } from './change-feed.ts';
import type { Database } from './schema.ts';

export type ConsentLink = Selectable<Database['consent_links']>;

/** Consent links for a Global Administrator without access to the console. Only their hashes are stored. */
export function createConsentLinks(db: Kysely<Database>) {
  return {
    /**
     * Creates a link for a step and voids the previous one.
     * @throws ProvostError WrongState if the account is being removed.
     */
    create: (link: {
      linkId: string;
      accountId: string;
      organizationId: string;
      service: Service;
      kind: ConsentKind;
      secretHash: string;
      createdBy: { id: string; name: string; email: string };
      expiresAt: Date;
    }): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await refuseRemoved(trx, link.accountId, 'forUpdate');
        await trx
          .updateTable('consent_links')
          .set({ void_at: new Date() })
          .where('account_id', '=', link.accountId)
          .where('kind', '=', link.kind)
          .where('void_at', 'is', null)
          .execute();
        await trx
          .insertInto('consent_links')
          .values({
            link_id: link.linkId,
            account_id: link.accountId,
            organization_id: link.organizationId,
            service: link.service,
            kind: link.kind,
            secret_hash: link.secretHash,
            created_by: link.createdBy.id,
            created_by_name: link.createdBy.name,
            created_by_email: link.createdBy.email,
            expires_at: link.expiresAt,
          })
          .execute();
        await announce(trx, { organizationId: link.organizationId, topic: 'account' });
      }),

    /** The link with this secret, in any state, or null. */
    async bySecret(secretHash: string): Promise<ConsentLink | null> {
      const row = await db
        .selectFrom('consent_links')
        .selectAll()
        .where('secret_hash', '=', secretHash)
        .executeTakeFirst();
      return row ?? null;
    },

    /** The step's link that can still be used, or null. */
    async open(accountId: string, kind: ConsentKind): Promise<ConsentLink | null> {
      const row = await db
        .selectFrom('consent_links')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('kind', '=', kind)
        .where('void_at', 'is', null)
        .where('used_at', 'is', null)
        .where('expires_at', '>', new Date())
        .executeTakeFirst();
      return row ?? null;
    },

    /**
     * Uses up a link. Of any number of concurrent callers, one succeeds.
     * @throws ProvostError LinkUnknown, LinkUsed, LinkVoid or LinkExpired.
     */
    take: (secretHash: string): Promise<ConsentLink> =>
      db.transaction().execute(async (trx) => {
        const now = new Date();
        const taken = await trx
          .updateTable('consent_links')
          .set({ used_at: now })
          .where('secret_hash', '=', secretHash)
          .where('used_at', 'is', null)
          .where('void_at', 'is', null)
          .where('expires_at', '>', now)
          .returningAll()
          .executeTakeFirst();
        if (!taken) {
          const link = await createConsentLinks(trx).bySecret(secretHash);
          throw new ProvostError((link && whyUnusable(link)) ?? 'LinkUnknown');
        }
        await announce(trx, { organizationId: taken.organization_id, topic: 'account' });
        return taken;
      }),

    /** Makes a link usable again after its use failed through no fault of the person. */
    giveBack: (link: ConsentLink): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await trx
          .updateTable('consent_links')
          .set({ used_at: null })
          .where('link_id', '=', link.link_id)
          .execute();
        await announce(trx, { organizationId: link.organization_id, topic: 'account' });
      }),
  };
}

/** Why a link cannot be used, or null if it can. */
export function whyUnusable(link: ConsentLink): FailureType | null {
  if (link.used_at) return 'LinkUsed';
  if (link.void_at) return 'LinkVoid';
  return link.expires_at <= new Date() ? 'LinkExpired' : null;
}
