import { type Kysely, type Selectable, sql } from 'kysely';
import type { Service } from '../domain/services/services.ts';
import type { ConsentKind } from '../domain/consents.ts';
import type { Language } from '../domain/languages.ts';
import { type FailureType, ProvostError } from '../domain/failures.ts';
import { refuseRemoved } from './refuse-removed.ts';
import { announce } from './change-feed.ts';
import type { Database } from './schema.ts';

export type ConsentLink = Selectable<Database['consentLinks']>;

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
      /** To whom it is sent, if it is sent by mail. */
      mail?: { address: string; language: Language };
    }): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await refuseRemoved(trx, link.accountId, 'forUpdate');
        await voidLinks(trx, link.accountId, link.kind);
        await trx
          .insertInto('consentLinks')
          .values({
            linkId: link.linkId,
            accountId: link.accountId,
            organizationId: link.organizationId,
            service: link.service,
            kind: link.kind,
            secretHash: link.secretHash,
            createdBy: link.createdBy.id,
            createdByName: link.createdBy.name,
            createdByEmail: link.createdBy.email,
            expiresAt: link.expiresAt,
            ...(link.mail && {
              mailAddress: link.mail.address,
              mailLanguage: link.mail.language,
              mailedAt: new Date(),
            }),
          })
          .execute();
        await announce(trx, { organizationId: link.organizationId, topic: 'account' });
      }),

    /** The link with this secret, in any state, or null. */
    async bySecret(secretHash: string): Promise<ConsentLink | null> {
      const row = await db
        .selectFrom('consentLinks')
        .selectAll()
        .where('secretHash', '=', secretHash)
        .executeTakeFirst();
      return row ?? null;
    },

    /** The link with this id, in any state, or null. */
    async byId(linkId: string): Promise<ConsentLink | null> {
      const row = await db
        .selectFrom('consentLinks')
        .selectAll()
        .where('linkId', '=', linkId)
        .executeTakeFirst();
      return row ?? null;
    },

    /** How many links the organization has sent by mail since then. */
    async mailedSince(organizationId: string, since: Date): Promise<number> {
      const { count } = await db
        .selectFrom('consentLinks')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('organizationId', '=', organizationId)
        .where('mailedAt', '>', since)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** Ends a link before its time, if it can still be used. */
    revoke: (link: ConsentLink): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await trx
          .updateTable('consentLinks')
          .set({ voidAt: new Date(), mailAddress: null })
          .where('linkId', '=', link.linkId)
          .where('voidAt', 'is', null)
          .where('usedAt', 'is', null)
          .execute();
        await announce(trx, { organizationId: link.organizationId, topic: 'account' });
      }),

    /** Forgets to whom a link was sent, once it has ended. */
    async forgetAddress(linkId: string): Promise<void> {
      await db
        .updateTable('consentLinks')
        .set({ mailAddress: null })
        .where('linkId', '=', linkId)
        .execute();
    },

    async markReminded(link: ConsentLink): Promise<void> {
      await db
        .updateTable('consentLinks')
        .set({ remindedAt: new Date() })
        .where('linkId', '=', link.linkId)
        .where('remindedAt', 'is', null)
        .execute();
      await announce(db, { organizationId: link.organizationId, topic: 'account' });
    },

    /** The recipient wants no further mails about the link. Returns it, or null if it is gone. */
    async mute(linkId: string): Promise<ConsentLink | null> {
      const row = await db
        .updateTable('consentLinks')
        .set({ mutedAt: new Date() })
        .where('linkId', '=', linkId)
        .returningAll()
        .executeTakeFirst();
      return row ?? null;
    },

    /** Ends a link whose time is over. Returns it if nobody used or replaced it, else null; also the second time. */
    expire: (linkId: string): Promise<ConsentLink | null> =>
      db.transaction().execute(async (trx) => {
        const now = new Date();
        const expired = await trx
          .updateTable('consentLinks')
          .set({ mailAddress: null, expiresAt: sql<Date>`least(expires_at, ${now})` })
          .where('linkId', '=', linkId)
          .returningAll()
          .executeTakeFirst();
        if (!expired || expired.usedAt || expired.voidAt) return null;
        await announce(trx, { organizationId: expired.organizationId, topic: 'account' });
        return expired;
      }),

    /** The step's link that can still be used, or null. */
    async open(accountId: string, kind: ConsentKind): Promise<ConsentLink | null> {
      const row = await db
        .selectFrom('consentLinks')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('kind', '=', kind)
        .where('voidAt', 'is', null)
        .where('usedAt', 'is', null)
        .where('expiresAt', '>', new Date())
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
          .updateTable('consentLinks')
          .set({ usedAt: now })
          .where('secretHash', '=', secretHash)
          .where('usedAt', 'is', null)
          .where('voidAt', 'is', null)
          .where('expiresAt', '>', now)
          .returningAll()
          .executeTakeFirst();
        if (!taken) {
          const link = await createConsentLinks(trx).bySecret(secretHash);
          throw new ProvostError((link && whyUnusable(link)) ?? 'LinkUnknown');
        }
        await announce(trx, { organizationId: taken.organizationId, topic: 'account' });
        return taken;
      }),

    /** Makes a link usable again after its use failed through no fault of the person. */
    giveBack: (link: ConsentLink): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await trx
          .updateTable('consentLinks')
          .set({ usedAt: null })
          .where('linkId', '=', link.linkId)
          .execute();
        await announce(trx, { organizationId: link.organizationId, topic: 'account' });
      }),
  };
}

async function voidLinks(
  trx: Kysely<Database>,
  accountId: string,
  kind: ConsentKind,
): Promise<void> {
  await trx
    .updateTable('consentLinks')
    .set({ voidAt: new Date(), mailAddress: null })
    .where('accountId', '=', accountId)
    .where('kind', '=', kind)
    .where('voidAt', 'is', null)
    .execute();
}

/** Why a link cannot be used, or null if it can. */
export function whyUnusable(link: ConsentLink): FailureType | null {
  if (link.usedAt) return 'LinkUsed';
  if (link.voidAt) return 'LinkVoid';
  return link.expiresAt <= new Date() ? 'LinkExpired' : null;
}
