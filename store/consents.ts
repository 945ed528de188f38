import type { Kysely, Selectable } from 'kysely';
import type { Service } from '../domain/services/services.ts';
import type { ConsentKind } from '../domain/consents.ts';
import { type FailureType, ProvostError } from '../domain/failures.ts';
import { refuseRemoved } from './refuse-removed.ts';
import { announcement } from './change-feed.ts';
import type { AttemptStage, Database } from './schema.ts';

export type ConsentAttempt = Selectable<Database['consentAttempts']>;

/** The result of the last check of a grant at Microsoft. */
export interface GrantCheck {
  readonly kind: ConsentKind;
  readonly checkedAt: Date;
  readonly nextCheckAt: Date | null;
  readonly missing: readonly string[];
  readonly diagnosis: string | null;
}

/** An attempt goes to Microsoft and back twice, with a separate state for each callback. */
export type CallbackKind = 'signIn' | 'consent';
const HASH_COLUMN = { signIn: 'signInStateHash', consent: 'consentStateHash' } as const;
const TAKEN_STAGE = { signIn: 'signedIn', consent: 'returned' } as const;

/** Consent attempts with their one-time states, and the last checks of the grants. */
export function createConsents(db: Kysely<Database>) {
  return {
    /**
     * The steps for which someone signed in from a forwarded link, whatever happened since: a newer
     * attempt in the console does not undo the tenant binding that this sign-in may have caused.
     */
    async stepsUsedByLink(accountId: string): Promise<ConsentKind[]> {
      const rows = await db
        .selectFrom('consentAttempts')
        .select('kind')
        .distinct()
        .where('accountId', '=', accountId)
        .where('viaLink', '=', true)
        .where('administratorId', 'is not', null)
        .execute();
      return rows.map(({ kind }) => kind);
    },

    async begin(attempt: {
      attemptId: string;
      accountId: string;
      organizationId: string;
      service: Service;
      kind: ConsentKind;
      stateHash: string;
      createdBy: { id: string; name: string };
      expiresAt: Date;
      /** True if it was started from a link, perhaps by a person without access to the console. */
      viaLink?: boolean;
    }): Promise<void> {
      await db
        .insertInto('consentAttempts')
        .values({
          attemptId: attempt.attemptId,
          accountId: attempt.accountId,
          organizationId: attempt.organizationId,
          service: attempt.service,
          kind: attempt.kind,
          stage: 'signIn',
          signInStateHash: attempt.stateHash,
          createdBy: attempt.createdBy.id,
          createdByName: attempt.createdBy.name,
          expiresAt: attempt.expiresAt,
          viaLink: attempt.viaLink ?? false,
        })
        .execute();
    },

    /** The attempt that has this state for this callback, used or not, or null. */
    async byState(callback: CallbackKind, stateHash: string): Promise<ConsentAttempt | null> {
      const row = await db
        .selectFrom('consentAttempts')
        .selectAll()
        .where(HASH_COLUMN[callback], '=', stateHash)
        .executeTakeFirst();
      return row ?? null;
    },

    async byId(attemptId: string): Promise<ConsentAttempt | null> {
      const row = await db
        .selectFrom('consentAttempts')
        .selectAll()
        .where('attemptId', '=', attemptId)
        .executeTakeFirst();
      return row ?? null;
    },

    /** The last administrator who was allowed to consent to a step of the account, or null. */
    async lastAdministrator(
      accountId: string,
      kind: ConsentKind,
    ): Promise<{ id: string; name: string } | null> {
      const row = await db
        .selectFrom('consentAttempts')
        .select(['administratorId as id', 'administratorName as name'])
        .where('accountId', '=', accountId)
        .where('kind', '=', kind)
        .where('stage', 'in', ['consent', 'returned'])
        .orderBy('createdAt', 'desc')
        .executeTakeFirst();
      return row?.id && row.name ? { id: row.id, name: row.name } : null;
    },

    /** The object ids of the administrators who were allowed to consent for the tenant, the last first. */
    async administrators(accountId: string, tenantId: string): Promise<string[]> {
      const rows = await db
        .selectFrom('consentAttempts')
        .select('administratorId')
        .where('accountId', '=', accountId)
        .where('tenantId', '=', tenantId)
        .where('stage', 'in', ['consent', 'returned'])
        .orderBy('createdAt', 'desc')
        .execute();
      return [...new Set(rows.flatMap(({ administratorId }) => administratorId ?? []))];
    },

    /**
     * Uses up a state. Of any number of concurrent callers, one succeeds.
     * @throws ProvostError AttemptUnknown, AttemptExpired or AttemptReplayed.
     */
    async takeState(callback: CallbackKind, stateHash: string): Promise<ConsentAttempt> {
      const taken = await db
        .updateTable('consentAttempts')
        .set({ stage: TAKEN_STAGE[callback] })
        .where(HASH_COLUMN[callback], '=', stateHash)
        .where('stage', '=', callback)
        .where('expiresAt', '>', new Date())
        .returningAll()
        .executeTakeFirst();
      if (taken) return taken;
      const attempt = await this.byState(callback, stateHash);
      if (!attempt) throw new ProvostError('AttemptUnknown');
      throw new ProvostError(attempt.stage === callback ? 'AttemptExpired' : 'AttemptReplayed');
    },

    /** Stores who signed in, before the workflow decides whether that person may consent. */
    async identify(
      attemptId: string,
      administrator: { tenantId: string; objectId: string; name: string },
    ): Promise<void> {
      await db
        .updateTable('consentAttempts')
        .set({
          tenantId: administrator.tenantId,
          administratorId: administrator.objectId,
          administratorName: administrator.name,
        })
        .where('attemptId', '=', attemptId)
        .execute();
    },

    /**
     * Starts the second callback, with its own state and expiry.
     * @throws ProvostError AttemptUnknown if the attempt was deleted with its account in the meantime.
     */
    async sendToConsent(attemptId: string, stateHash: string, expiresAt: Date): Promise<void> {
      const sent = await db
        .updateTable('consentAttempts')
        .set({ stage: 'consent', consentStateHash: stateHash, expiresAt })
        .where('attemptId', '=', attemptId)
        .where('stage', '=', 'signedIn')
        .returning('attemptId')
        .executeTakeFirst();
      if (!sent) throw new ProvostError('AttemptUnknown');
    },

    /** Keeps a failure with what Microsoft said about it. Unless it `ends` the attempt, the grant may still show. */
    async fail(
      attemptId: string,
      {
        failure,
        diagnosis,
        ends,
      }: { failure: FailureType; diagnosis: string | null; ends: boolean },
    ): Promise<void> {
      const stage: AttemptStage = 'failed';
      await db
        .updateTable('consentAttempts')
        .set({ failure, diagnosis, ...(ends && { stage }) })
        .where('attemptId', '=', attemptId)
        .execute();
    },

    /** Replaces the last check of a grant. */
    recordCheck: (
      account: { accountId: string; organizationId: string },
      check: GrantCheck,
    ): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await refuseRemoved(trx, account.accountId);
        const { kind, ...result } = check;
        const row = { ...result, missing: JSON.stringify(check.missing) };
        await trx
          .with('kept', (query) =>
            query
              .insertInto('grantChecks')
              .values({ ...row, accountId: account.accountId, kind })
              .onConflict((conflict) => conflict.columns(['accountId', 'kind']).doUpdateSet(row))
              .returning('accountId'),
          )
          .selectFrom('kept')
          .select(announcement({ organizationId: account.organizationId, topic: 'account' }))
          .execute();
      }),

    /** The last check of a grant, or null before the first. */
    async check(accountId: string, kind: ConsentKind): Promise<GrantCheck | null> {
      const row = await db
        .selectFrom('grantChecks')
        .select(['kind', 'checkedAt', 'nextCheckAt', 'missing', 'diagnosis'])
        .where('accountId', '=', accountId)
        .where('kind', '=', kind)
        .executeTakeFirst();
      return row ?? null;
    },

    /** Deletes the attempts, links and checks of a removed account. */
    async deleteAll(accountId: string): Promise<void> {
      await db.deleteFrom('consentAttempts').where('accountId', '=', accountId).execute();
      await db.deleteFrom('consentLinks').where('accountId', '=', accountId).execute();
      await db.deleteFrom('grantChecks').where('accountId', '=', accountId).execute();
    },
  };
}
