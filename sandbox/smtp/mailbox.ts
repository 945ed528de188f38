/** What was sent to the sandbox's mail server, newest first. In memory, and bounded. */
import PostalMime from 'postal-mime';
import { z } from 'zod';

const MAX_MESSAGES = 500;

export interface SentMail {
  readonly id: number;
  readonly receivedAt: string;
  /** Of the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  readonly messageId: string;
  readonly subject: string;
  /** Lower-case names. A repeated header keeps its last value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string;
}

export const mailFaultsSchema = z.strictObject({
  /** The status with which recipients are refused, such as 450 or 550; null for none. */
  refuse: z.number().int().min(400).max(599).nullable(),
  /** Whether connections are closed without a word. */
  down: z.boolean(),
  /** Whether a mail is taken, but its client left without an answer until this is off again. */
  hold: z.boolean(),
});
export type MailFaults = z.infer<typeof mailFaultsSchema>;

const HEALTHY: MailFaults = { refuse: null, down: false, hold: false };

export function createSentMails() {
  let mails: SentMail[] = [];
  let received = 0;
  const faults: MailFaults = { ...HEALTHY };
  const held: (() => void)[] = [];
  const setFaults = (changes: Partial<MailFaults>) => {
    Object.assign(faults, changes);
    if (faults.hold) return;
    for (const answer of held.splice(0)) answer();
  };
  return {
    /** The address of the mail server, once it listens. */
    server: null as string | null,
    faults,
    setFaults,
    /** Resolves when mails are answered. */
    answered: (): Promise<void> =>
      new Promise((resolve) => (faults.hold ? held.push(resolve) : resolve())),
    list: (): readonly SentMail[] => mails,
    byId: (id: number): SentMail | undefined => mails.find((mail) => mail.id === id),
    async add(envelope: { from: string; to: readonly string[] }, source: Buffer): Promise<void> {
      const {
        subject = '',
        messageId = '',
        text = '',
        html = '',
        headers,
      } = await PostalMime.parse(source);
      received += 1;
      const mail = {
        ...envelope,
        id: received,
        receivedAt: new Date().toISOString(),
        messageId,
        subject,
        headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
        text,
        html,
      };
      mails = [mail, ...mails].slice(0, MAX_MESSAGES);
    },
    reset(): void {
      mails = [];
      setFaults(HEALTHY);
    },
  };
}
export type SentMails = ReturnType<typeof createSentMails>;
