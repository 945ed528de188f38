/** The few messages that every mailbox has from the beginning. */

export interface Recipient {
  readonly name: string;
  readonly address: string;
}

export interface MessageContent {
  readonly subject: string;
  readonly body: { readonly contentType: 'text' | 'html'; readonly content: string };
  readonly from: Recipient | null;
  readonly to: readonly Recipient[];
  readonly internetMessageId: string;
  /** ISO 8601. */
  readonly received: string;
  readonly isRead: boolean;
  readonly isDraft: boolean;
}

const SUBJECTS = [
  'Your invoice is ready',
  'Minutes of the meeting',
  '<b>Urgent</b>: verify your account',
  'Re: travel to Zürich',
  'パスワードの再設定',
];
const MESSAGES_AT_LEAST = 3;

export function generatedMessages({ position, address }: MailboxOwner): MessageContent[] {
  const count = MESSAGES_AT_LEAST + (position % SUBJECTS.length);
  return Array.from({ length: count }, (_, index) => ({
    subject: SUBJECTS[(position + index) % SUBJECTS.length] ?? '',
    body: { contentType: 'text', content: 'A message of the sandbox.' },
    from: { name: 'A sender', address: `sender${index}@partner.example` },
    to: [{ name: address, address }],
    internetMessageId: `<${position}.${index}@partner.example>`,
    received: withoutFraction(new Date(Date.UTC(2026, 8, 1 + index, 9, position % 60))),
    isRead: index % 2 === 0,
    isDraft: false,
  }));
}

/** ISO 8601 in seconds, as Exchange writes times. */
export const withoutFraction = (time: Date): string => time.toISOString().replace(/\.\d+/, '');

export interface MailboxOwner {
  readonly userId: string;
  readonly address: string;
  /** In the directory. Decides the generated messages. */
  readonly position: number;
}
