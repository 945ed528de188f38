/** The texts of mails, in English. */
import type { PersonalMailKind } from '../mails.ts';

/** The words of one mail. */
export interface MailWords {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** What to do, in order; empty if nothing is. */
  readonly steps: readonly string[];
  /** Of the link to where it can be done. */
  readonly button: string;
  /** Below the link. */
  readonly notes: readonly string[];
}

/** A consent link, in words. */
interface LinkNames {
  readonly organization: string;
  readonly service: string;
  readonly resource: string;
  /** Who made it. */
  readonly maker: string;
  readonly until: string;
}

/** One language's texts. Every language has all of them. */
export interface MailTexts {
  readonly whatToDo: string;
  readonly attentionRequired: (names: {
    service: string;
    organization: string;
    reason: string;
    turn: string;
    since: string;
    steps: readonly string[];
  }) => MailWords;
  readonly recovered: (names: {
    service: string;
    organization: string;
    reason: string | null;
    since: string | null;
  }) => MailWords;
  readonly protected: (names: { service: string; organization: string }) => MailWords;
  readonly removed: (names: { service: string; organization: string }) => MailWords;
  readonly consentLink: (link: LinkNames) => MailWords;
  readonly consentLinkReminder: (link: LinkNames) => MailWords;
  readonly consentLinkExpired: (
    link: Omit<LinkNames, 'maker' | 'until'> & { sentAt: string },
  ) => MailWords;
  /** Why the person gets the mail, and how that is changed. */
  readonly footer: {
    readonly why: (organization: string) => string;
    readonly kind: Readonly<Record<PersonalMailKind, string>>;
    readonly unsubscribe: (kind: string) => string;
    readonly preferences: string;
    readonly whyLink: (maker: string, organization: string) => string;
    readonly noReminder: string;
  };
}

const linkSteps = [
  'Open the page below. It shows who asks for which permissions, and why.',
  'Select “Continue to Microsoft” and sign in as a Global Administrator of the tenant.',
  'Check that the address of the page is Microsoft’s, read the permissions, and accept them.',
];

export const mails: MailTexts = {
  whatToDo: 'What to do',
  attentionRequired: ({ service, organization, reason, turn, since, steps }) => ({
    subject: `${service} needs your attention`,
    paragraphs: [reason, turn, `Organization: ${organization}. Since ${since}.`],
    steps,
    button: 'Open the account in the console',
    notes: [],
  }),
  recovered: ({ service, organization, reason, since }) => ({
    subject: `${service} is working again`,
    paragraphs: [
      `What needed attention in ${organization} is resolved. You do not need to do anything.`,
      ...(since === null ? [] : [`It began on ${since}.`]),
      ...(reason === null ? [] : [`It was: ${reason}`]),
    ],
    steps: [],
    button: 'Open the account in the console',
    notes: [],
  }),
  protected: ({ service, organization }) => ({
    subject: `${service} protected.`,
    paragraphs: [
      `All checks passed, and ${service} is protected for ${organization}. You do not need to do anything.`,
    ],
    steps: [],
    button: 'Open the account in the console',
    notes: [],
  }),
  removed: ({ service, organization }) => ({
    subject: `The service account for ${service} was removed`,
    paragraphs: [
      `${service} is no longer protected for ${organization}, and our copy of what was protected was deleted.`,
      'If this was intended, you do not need to do anything.',
    ],
    steps: [
      'If it was not intended, look in the history in the console for who removed it.',
      'Provision the service again in the console.',
    ],
    button: 'Open the console',
    notes: [],
  }),
  consentLink: ({ organization, service, resource, maker, until }) => ({
    subject: `${organization} requests your consent for ${service}`,
    paragraphs: [
      `${maker} of ${organization} asks you, as a Global Administrator of the Microsoft 365 tenant, to let Provost protect ${service}. The permissions are for ${resource}.`,
    ],
    steps: linkSteps,
    button: 'See what is requested',
    notes: [
      `The link can be used once, until ${until}.`,
      `If you did not expect this mail, ask ${organization} by a way that you know, or ignore it. Nothing is granted without you.`,
    ],
  }),
  consentLinkReminder: ({ organization, service, resource, maker, until }) => ({
    subject: `Reminder: ${organization} requests your consent for ${service}`,
    paragraphs: [
      `Two days ago, ${maker} of ${organization} asked you to let Provost protect ${service}. The permissions for ${resource} have not been granted yet.`,
    ],
    steps: linkSteps,
    button: 'See what is requested',
    notes: [
      `The link can be used once, until ${until}. This is the only reminder.`,
      `If you did not expect this mail, ask ${organization} by a way that you know, or ignore it. Nothing is granted without you.`,
    ],
  }),
  consentLinkExpired: ({ organization, service, resource, sentAt }) => ({
    subject: `The consent link for ${service} expired unused`,
    paragraphs: [
      `Nobody used the link that you sent on ${sentAt}. ${service} of ${organization} still waits for the consent for ${resource}.`,
    ],
    steps: [
      'Ask the Global Administrator whether the mail arrived. It may be in the junk folder.',
      'Open the step in the console and send a new link.',
    ],
    button: 'Open the step in the console',
    notes: [],
  }),
  footer: {
    why: (organization) => `You get this mail as a console user of ${organization}.`,
    kind: {
      attentionRequired: 'when something needs attention',
      recovered: 'when something works again',
      protected: 'when a service is protected',
      removed: 'when a service account was removed',
      consentLinkExpired: 'when a consent link expired unused',
    },
    unsubscribe: (kind) => `No longer write to me ${kind}`,
    preferences: 'Choose what you get',
    whyLink: (maker, organization) =>
      `You get this mail because ${maker} of ${organization} entered your address. It is deleted when the link has ended.`,
    noReminder: 'Do not write to me about this link again',
  },
};
