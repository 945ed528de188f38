export const consents = {
  title: 'Accessing Microsoft Exchange Online Account Information',
  lead: 'Two consents by a Global Administrator, a choice of whom to protect, a synchronization. You can leave at any time: nothing is lost.',
  viewer: 'You may look, not change. An administrator of your organization takes these steps.',
  begin: {
    title: 'Exchange Online is not provisioned yet',
    lead: 'You will need a Global Administrator of your Microsoft 365 tenant: yourself, or somebody to whom you send a link.',
    provision: 'Provision',
    opening: 'The account is being opened …',
  },
  journey: {
    label: 'Steps to protection',
    exchange: 'Exchange Online consent',
    graph: 'Microsoft Graph consent',
    targets: 'Whom to protect',
    synchronization: 'Synchronization',
    state: { done: 'done', current: 'now', attention: 'needs attention', upcoming: 'not yet' },
  },
  part: {
    begin: 'Begin',
    consents: 'Consents',
    ewsBlocked: 'Exchange Web Services is blocked',
    targets: 'Whom to protect',
    progress: 'Synchronization',
    synchronizationFailed: 'The synchronization did not succeed',
    removalsHeld: 'A decision is needed',
    protected: 'Exchange Online protected.',
    removing: 'Removal',
  },
  method: { label: 'How access is given', useAccessToken: 'Use Access Token' },
  step: {
    exchange: {
      title: 'Step 1: Exchange Online',
      instruction:
        'A Global Administrator signs in to Microsoft and accepts the permissions for Exchange Online, which quarantine management needs. The sign-in opens in a new tab; then come back here.',
    },
    graph: {
      title: 'Step 2: Microsoft Graph',
      instruction:
        'A Global Administrator of the same tenant signs in to Microsoft and accepts the permissions for Microsoft Graph, which give access to all mailboxes. The sign-in opens in a new tab; then come back here.',
    },
    permissions: 'Permissions in {{resource}}',
    clickHere: 'Click here',
    clickHereBegun: 'Opening Microsoft …',
    openedTab: 'Microsoft’s sign-in is on its way …',
    blocked: 'Your browser did not open the new tab.',
    blockedLink: 'Open Microsoft’s sign-in',
    waitsForStep1: 'This step opens when step 1 is granted.',
    whoever: 'A Global Administrator',
  },
  status: {
    notStarted: 'Not started',
    waitingForAdministrator: 'Waiting for the administrator',
    checking: 'Checking with Microsoft',
    granted: 'Granted',
    declined: 'Declined',
    refused: 'Refused',
    expired: 'Expired',
    revoked: 'Withdrawn',
  },
  statusLead: {
    waiting:
      'Nobody has come back from Microsoft’s sign-in yet. It can be finished until {{until}}.',
    waitingWho:
      '{{name}} has signed in; the permissions are not accepted yet. That can be done until {{until}}.',
    sent: '{{name}} is at Microsoft’s consent screen. We look by ourselves whether it was accepted.',
    checking:
      'Microsoft has taken the answer of {{name}}. It can take from seconds to hours until it shows; we keep looking, and you need not wait here.',
    granted: 'Granted by {{name}}, {{when}}.',
    declined: 'If that was not meant, click again.',
    refused: 'Nothing is lost: click again, if need be with another Global Administrator.',
    expired:
      'The attempt was not finished in time; it ended {{when}}. Nothing is lost: click again.',
    revoked: 'Microsoft does not grant these permissions any more. Consent again to go on.',
  },
  check: {
    label: 'Check with Microsoft',
    last: 'Last look',
    next: 'Next look',
    now: 'now',
    missing: 'Not there yet',
    diagnosis: 'What was seen',
    checkNow: 'Check now',
    checking: 'Checking …',
    asked: 'We are looking now.',
  },
  link: {
    lead: 'Is the Global Administrator somebody else? Send a link: it works once, for {{days, number}} days, and needs no account here.',
    copy: 'Copy a link',
    copyNew: 'Copy a new link',
    open: 'A link made by {{name}} is open until {{until}}. A new one voids it.',
    copied: 'The link is copied. It works once, until {{until}}, and needs no account here.',
    notCopied:
      'Your browser did not let us copy. Copy the link here: it works once, until {{until}}, and needs no account here.',
    field: 'Link for the Global Administrator',
  },
  announce: { exchange: 'Step 1: {{status}}', graph: 'Step 2: {{status}}' },
  summary: {
    title: 'Both consents are granted',
    exchange: 'Exchange Online: {{name}}, {{when}}',
    graph: 'Microsoft Graph: {{name}}, {{when}}',
    tenant: 'Tenant {{tenant}}',
  },
  attention: {
    exchangeConsentRevoked:
      'The consent to Exchange Online was withdrawn at Microsoft. Until it is given again, nothing is protected anew. Click here in step 1.',
    graphConsentRevoked:
      'The consent to Microsoft Graph was withdrawn at Microsoft. Until it is given again, nothing is synchronized. Click here in step 2.',
    ewsBlocked: {
      title: 'Exchange Web Services is blocked in your tenant',
      lead: 'The permissions are granted, but the settings of your tenant keep applications out of Exchange Web Services, which we need to move messages to and from quarantine.',
      how: 'An Exchange administrator runs this in Exchange Online PowerShell. It allows our application only:',
      after:
        'It can take up to a few hours until Microsoft applies it. We keep looking and go on by ourselves.',
      command: 'PowerShell command',
      copy: 'Copy the command',
      copied: 'The command is copied.',
    },
    synchronizationFailed: {
      title: 'The synchronization did not succeed',
      lead: 'The tenant could not be read, however often we tried. Nothing was removed, and what was published before stays in force.',
      how: 'If Microsoft reports an outage, wait until it is over. Then try again: the synchronization begins anew.',
      retry: 'Try again now',
      begun: 'The synchronization begins anew.',
    },
  },
  removing: {
    title: 'The service account is being removed',
    lead: 'Its copy of the directory is deleted and the tenant is released. Afterwards you can provision again.',
    details: 'See how far it is',
  },
};
