import { randomUUID } from 'node:crypto';
import { MAIL_RETENTION, mailKindOf } from '../domain/mails.ts';
import type { EventChannel } from './event-channel.ts';
import { createMailPreferences } from './mail-preferences.ts';

/** One mail for each member of the organization who wants to be told. */
export const mailChannel: EventChannel = {
  async enqueue(trx, { eventId, organizationId, type }) {
    const kind = mailKindOf(type);
    if (kind === null) return;
    await trx
      .deleteFrom('mails')
      .where('organizationId', '=', organizationId)
      .where('createdAt', '<', new Date(Date.now() - MAIL_RETENTION))
      .execute();
    const mail = { organizationId, kind, eventId, linkId: null };
    const wanting = await createMailPreferences(trx).whoWants(organizationId, kind);
    if (wanting.length === 0) return;
    await trx
      .insertInto('mails')
      .values(wanting.map((userId) => ({ ...mail, userId, mailId: randomUUID() })))
      .execute();
  },

  async itemsOf(trx, eventId) {
    const rows = await trx
      .selectFrom('mails')
      .select('mailId')
      .where('eventId', '=', eventId)
      .orderBy('mailId')
      .execute();
    return rows.map(({ mailId }) => ({ channel: 'mail', id: mailId }));
  },
};
