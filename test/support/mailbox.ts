/** The mailbox of the sandbox, where everything arrives that the product sends by mail. */
import { z } from 'zod';
import { waitFor } from './wait.ts';

const mailSchema = z.object({
  id: z.number(),
  to: z.array(z.string()),
  messageId: z.string(),
  subject: z.string(),
  headers: z.record(z.string(), z.string()),
  text: z.string(),
  html: z.string(),
});
export type SentMail = z.infer<typeof mailSchema>;

export function mailboxOf(sandbox: string) {
  const address = `${sandbox}/_sandbox/mail`;
  /** Newest first. */
  const all = async (): Promise<SentMail[]> =>
    z.object({ mails: z.array(mailSchema) }).parse(await (await fetch(address)).json()).mails;
  return {
    all,
    until: (what: string, isIt: (mail: SentMail) => boolean): Promise<SentMail> =>
      waitFor(
        `this mail arrives: ${what}`,
        { seen: async () => (await all()).map(({ to, subject }) => ({ to, subject })) },
        async () => (await all()).find(isIt),
      ),
    /** The address of the mail server. */
    server: async (): Promise<string> =>
      z.object({ server: z.string() }).parse(await (await fetch(address)).json()).server,
    /** The server refuses recipients, is down, or takes mails without an answer. */
    async fail(faults: { refuse?: number | null; down?: boolean; hold?: boolean }): Promise<void> {
      const answer = await fetch(`${address}/faults`, {
        method: 'PATCH',
        body: JSON.stringify(faults),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    /** Deletes all mails, and mends the server. */
    async reset(): Promise<void> {
      await fetch(address, { method: 'DELETE' });
    },
  };
}
