export const consents = {
  title: 'Accessing Microsoft {{service}} Account Information',
  lead: {
    'exchange-online':
      'Provisioning takes two consents from a Global Administrator, a choice of who to protect, and a synchronization. You can leave at any time: nothing is lost.',
    'sharepoint-online':
      'Provisioning takes one consent from a Global Administrator, a choice of sites to protect, and a synchronization. You can leave at any time: nothing is lost.',
    onedrive:
      'Provisioning takes one consent from a Global Administrator, a choice of who to protect, and a synchronization. You can leave at any time: nothing is lost.',
  },
  viewer: 'You have read-only access. An administrator of your organization completes these steps.',
  begin: {
    title: '{{service}} is not provisioned yet',
    lead: 'You need a Global Administrator of your Microsoft 365 tenant: yourself, or someone you send a link to.',
    provision: 'Provision',
    opening: 'Creating the account…',
  },
  journey: {
    label: 'Provisioning steps',
    consent: '{{consent}} consent',
    targets: { user: 'Choose who to protect', site: 'Choose sites to protect' },
    synchronization: 'Synchronization',
    state: {
      done: 'done',
      current: 'current',
      attention: 'needs attention',
      upcoming: 'not started',
    },
  },
  part: {
    begin: 'Get started',
    consents: 'Consents',
    progress: 'Synchronization',
    protected: '{{service}} protected.',
    removing: 'Removal',
  },
  method: { label: 'Access method', useAccessToken: 'Use Access Token' },
  step: {
    title: 'Step {{step}}: {{consent}}',
    instruction: {
      exchange:
        'A Global Administrator signs in to Microsoft and accepts the permissions for Exchange Online, which are required for quarantine management. The sign-in page opens in a new tab. When you are done, come back here.',
      graph:
        'A Global Administrator of the same tenant signs in to Microsoft and accepts the permissions for Microsoft Graph, which give access to all mailboxes. The sign-in page opens in a new tab. When you are done, come back here.',
      sharepoint:
        'A Global Administrator signs in to Microsoft and accepts the permissions for Microsoft Graph, which give access to the files of all sites. The sign-in page opens in a new tab. When you are done, come back here.',
      onedrive:
        'A Global Administrator signs in to Microsoft and accepts the permissions for Microsoft Graph, which give access to the files of all drives. The sign-in page opens in a new tab. When you are done, come back here.',
    },
    permissions: 'Permissions for {{resource}}',
    clickHere: 'Click here',
    clickHereBegun: 'Opening Microsoft…',
    openedTab: 'Opening the Microsoft sign-in page…',
    blocked: 'Your browser blocked the new tab.',
    blockedLink: 'Open the Microsoft sign-in page',
    waits: 'This step becomes available after step {{step}} is granted.',
    whoever: 'A Global Administrator',
  },
  status: {
    notStarted: 'Not started',
    waitingForAdministrator: 'Waiting for the administrator',
    checking: 'Checking with Microsoft',
    granted: 'Granted',
    notNeeded: 'Not needed',
    declined: 'Declined',
    refused: 'Rejected',
    expired: 'Expired',
    revoked: 'Revoked',
  },
  statusLead: {
    waiting: 'No one has completed the Microsoft sign-in yet. This attempt expires on {{until}}.',
    waitingWho:
      '{{name}} has signed in but has not accepted the permissions yet. This attempt expires on {{until}}.',
    sent: '{{name}} is on the Microsoft consent page. We check automatically whether the permissions are accepted.',
    unconfirmed:
      'The consent of {{name}} may have been recorded nevertheless, so we keep checking. If nothing changes in a few minutes, click again.',
    checking:
      'Microsoft has received the answer from {{name}}. It can take from a few seconds to a few hours to take effect. We keep checking, and you do not need to wait here.',
    granted: 'Granted by {{name}} on {{when}}.',
    notNeeded:
      'Microsoft ended Exchange Web Services on 1 April 2027. Quarantine uses Microsoft Graph, so this consent is not needed.',
    declined: 'If this was a mistake, click again.',
    refused:
      'Nothing was lost. Click again and, if necessary, sign in as another Global Administrator.',
    refusedByUs: 'Nothing was lost. Click again once we have corrected this.',
    expired:
      'The attempt was not completed in time and expired on {{when}}. Nothing was lost. Click again.',
    revoked: 'Microsoft no longer grants these permissions. Consent again to continue.',
  },
  check: {
    label: 'Check with Microsoft',
    last: 'Last check',
    next: 'Next check',
    now: 'now',
    missing: 'Still missing',
    diagnosis: 'Result',
    checkNow: 'Check now',
    checking: 'Checking…',
    asked: 'We are checking now.',
  },
  link: {
    lead: 'Is the Global Administrator someone else? Send a link. It works once, is valid for {{days, number}} days, and does not require an account here.',
    copy: 'Copy a link',
    copyNew: 'Copy a new link',
    open: 'A link created by {{name}} is valid until {{until}}. A new link replaces it.',
    copied:
      'Link copied. It works once, is valid until {{until}}, and does not require an account here.',
    notCopied:
      'Your browser did not allow copying. Copy the link from this field. It works once, is valid until {{until}}, and does not require an account here.',
    field: 'Link for the Global Administrator',
    send: 'Send by mail',
    sendNew: 'Send a new link by mail',
    revoke: 'Revoke the link',
    revoked: 'The link was revoked.',
    mail: {
      queued: 'The mail to {{to}} is about to be sent.',
      sent: 'Sent by mail to {{to}}, {{when}}. If nobody uses it, we remind once after two days.',
      reminded: 'Sent by mail to {{to}}, and reminded of {{when}}.',
      failed: 'The mail to {{to}} could not be delivered. {{why}}',
      dropped: 'The mail was not sent.',
      recipient: 'the Global Administrator',
    },
    dialog: {
      title: 'Send a link by mail',
      lead: 'The recipient needs no account here. The mail says who asks for what, and what to do. The link works once and is valid for {{days, number}} days.',
      address: 'E-mail address of the Global Administrator',
      invalid: 'Enter one e-mail address, such as admin@contoso.com.',
      language: 'Language of the mail',
      submit: 'Send',
      sending: 'Sending…',
      sent: 'The mail to {{to}} is about to be sent.',
    },
  },
  announce: 'Step {{step}}: {{status}}',
  summary: {
    title_one: 'The consent is granted',
    // No service has more than two.
    title_other: 'Both consents are granted',
    consent: '{{consent}}: {{name}}, {{when}}',
    tenant: 'Tenant {{tenant}}',
  },
  quarantine: {
    verifying:
      'We are checking whether messages can be moved to a quarantine: a draft of ours is moved there and back in one mailbox, and deleted.',
    adapter: { graph: 'Microsoft Graph', ews: 'Exchange Web Services' },
    outcome: {
      works: 'works',
      blocked: 'Exchange Web Services is switched off',
      refused: 'an access policy keeps our application out',
      notGranted: 'our permission is missing',
      noMailbox: 'no mailbox was found',
      ended: 'Microsoft has ended Exchange Web Services',
      failed: 'Microsoft returned an error',
    },
    help: {
      refused:
        'To make this way work, an Exchange administrator includes these mailboxes in the application access policy, or in the scope of the role assignment, of application {{application}}. Changes can take up to two hours.',
      namedGone:
        'The mailbox that you named no longer exists. Name another one below, or use the default.',
      noMailbox: 'Assign a license with Exchange Online to at least one user.',
      failed: 'If this does not resolve itself, contact support and name the code.',
    },
    finding: {
      graph:
        'Exchange Web Services is switched off in this tenant. Quarantine will use Microsoft Graph.',
      refused:
        'An access policy keeps our application out of this mailbox in Exchange Web Services. Quarantine will use Microsoft Graph.',
      failed:
        'Exchange Web Services does not work in this tenant ({{code}}). Quarantine will use Microsoft Graph.',
    },
    allow: {
      how: 'An Exchange administrator can allow our application in Exchange Online PowerShell. First show what is allowed now, because the command replaces the whole list:',
      present: 'Applications that are allowed now (EwsAllowedAppIDs)',
      presentHint: 'Paste the list here. Leave the field empty if there is none.',
      unclear:
        'Only whole application IDs are taken over. Check that the list is complete: what is missing in the command loses its access.',
      command: 'PowerShell command',
      copy: 'Copy command',
      copied: 'Command copied',
      after: 'It can take up to 24 hours until Microsoft applies the change.',
      report: 'I have run the command',
      reported: 'Noted. We are checking now.',
      set: 'Our application was allowed on {{at}}. This is not effective yet.',
      notEffective: 'If the list was not set yet, run the command.',
      withoutEffect:
        'The change of {{at}} has had no effect within 24 hours. Show the list again, compare it with the command below, and run the command again.',
    },
  },
  canary: {
    title: 'Mailbox used for the check',
    default: 'Default: the administrator who consented, otherwise any user',
    tried: 'Last tried: {{mailboxes}}',
    first: 'Named by your organization and tried first.',
    named: 'Named by your organization.',
    next: {
      now: 'We are trying it now. You do not need to do anything.',
      at: 'We try it first at {{at}}. You do not need to do anything.',
      synchronizing: 'We try it first when the synchronization has ended.',
      scheduled: 'We try it first after the next synchronization, which starts on {{at}}.',
      onRequest:
        'We try it first after the next synchronization. None is scheduled: an administrator must start one.',
      targets:
        'We try it first after the first synchronization. It starts when an administrator submits who to protect.',
      held: 'We try it first when the synchronization has ended. An administrator must decide on its removals.',
      blocked: 'We try it first when the problem with this account is resolved.',
      none: 'No check is planned: this account is not synchronized again.',
    },
    gone: 'This mailbox no longer exists. The check uses other mailboxes instead.',
    change: 'Change',
    field: 'E-mail address or user principal name',
    hint: 'A mailbox in your tenant, which may be a shared one. We create a draft there, move it, and delete it.',
    unknown: 'No user in your tenant has the address or name “{{name}}”.',
    save: 'Save',
    saving: 'Looking it up…',
    useDefault: 'Use the default',
    cancel: 'Cancel',
    saved: 'The check uses {{address}}.',
    defaulted: 'The check uses the default mailbox.',
  },
  attention: {
    steps: 'What to do',
    retry: { label: 'Try again now', begun: 'We are trying again.' },
  },
  removing: {
    title: 'The service account is being removed',
    lead: 'Its copy of the directory is being deleted and the tenant is being released. After that, you can provision again.',
    details: 'View progress',
  },
};
