export const mail = {
  title: 'Mail',
  lead: 'Choose what {{organization}} writes to you about. It concerns you alone.',
  off: 'No mail server is configured, so nothing is sent by mail. What you choose here is kept.',
  failed: 'The last mail to you could not be delivered, on {{when}}.',
  where: 'To {{address}}. Language: {{language}}, which you choose in the menu with your name.',
  kinds: 'Mails to you',
  kind: {
    attentionRequired: 'When something needs attention',
    recovered: 'When something works again',
    protected: 'When a service is protected',
    removed: 'When a service account was removed',
    consentLinkExpired: 'When a consent link that you sent by mail expired unused',
  },
  hint: {
    attentionRequired: 'With what to do, step by step.',
    recovered: 'After something that needed attention is resolved.',
    protected: 'When it is protected for the first time.',
    removed: 'When its copy of the directory has been deleted.',
    consentLinkExpired: 'So that you can send a new one.',
  },
  saved: 'Saved.',
};
