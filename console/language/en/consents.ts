export const consents = {
  title: 'Accessing Microsoft Exchange Online Account Information',
  lead: 'Provisioning takes two consents from a Global Administrator, a choice of who to protect, and a synchronization. You can leave at any time: nothing is lost.',
  viewer: 'You have read-only access. An administrator of your organization completes these steps.',
  begin: {
    title: 'Exchange Online is not provisioned yet',
    lead: 'You need a Global Administrator of your Microsoft 365 tenant: yourself, or someone you send a link to.',
    provision: 'Provision',
    opening: 'Creating the account…',
  },
  journey: {
    label: 'Provisioning steps',
    exchange: 'Exchange Online consent',
    graph: 'Microsoft Graph consent',
    targets: 'Choose who to protect',
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
    ewsBlocked: 'Exchange Web Services is blocked',
    targets: 'Choose who to protect',
    progress: 'Synchronization',
    synchronizationFailed: 'The synchronization failed',
    removalsHeld: 'Decision required',
    protected: 'Exchange Online protected.',
    removing: 'Removal',
  },
  method: { label: 'Access method', useAccessToken: 'Use Access Token' },
  step: {
    exchange: {
      title: 'Step 1: Exchange Online',
      instruction:
        'A Global Administrator signs in to Microsoft and accepts the permissions for Exchange Online, which are required for quarantine management. The sign-in page opens in a new tab. When you are done, come back here.',
    },
    graph: {
      title: 'Step 2: Microsoft Graph',
      instruction:
        'A Global Administrator of the same tenant signs in to Microsoft and accepts the permissions for Microsoft Graph, which give access to all mailboxes. The sign-in page opens in a new tab. When you are done, come back here.',
    },
    permissions: 'Permissions for {{resource}}',
    clickHere: 'Click here',
    clickHereBegun: 'Opening Microsoft…',
    openedTab: 'Opening the Microsoft sign-in page…',
    blocked: 'Your browser blocked the new tab.',
    blockedLink: 'Open the Microsoft sign-in page',
    waitsForStep1: 'This step becomes available after step 1 is granted.',
    whoever: 'A Global Administrator',
  },
  status: {
    notStarted: 'Not started',
    waitingForAdministrator: 'Waiting for the administrator',
    checking: 'Checking with Microsoft',
    granted: 'Granted',
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
    checking:
      'Microsoft has received the answer from {{name}}. It can take from a few seconds to a few hours to take effect. We keep checking, and you do not need to wait here.',
    granted: 'Granted by {{name}} on {{when}}.',
    declined: 'If this was a mistake, click again.',
    refused:
      'Nothing was lost. Click again and, if necessary, sign in as another Global Administrator.',
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
      'The consent to Exchange Online was revoked at Microsoft. Nothing new is protected until the consent is granted again. Use “Click here” in step 1.',
    graphConsentRevoked:
      'The consent to Microsoft Graph was revoked at Microsoft. Nothing is synchronized until the consent is granted again. Use “Click here” in step 2.',
    ewsBlocked: {
      title: 'Exchange Web Services is blocked in your tenant',
      lead: 'The permissions are granted, but the settings of your tenant block applications from Exchange Web Services, which we need to move messages to and from quarantine.',
      how: 'An Exchange administrator must run this command in Exchange Online PowerShell. It allows only our application:',
      after:
        'Microsoft can take up to a few hours to apply the change. We keep checking and continue automatically.',
      command: 'PowerShell command',
      copy: 'Copy command',
      copied: 'Command copied',
    },
    synchronizationFailed: {
      title: 'The synchronization failed',
      lead: 'The tenant could not be read, despite repeated attempts. Nothing was removed, and the directory published before remains in effect.',
      how: 'If Microsoft reports an outage, wait until it is over, then try again. The synchronization starts over.',
      retry: 'Try again now',
      begun: 'The synchronization is starting over.',
    },
  },
  removing: {
    title: 'The service account is being removed',
    lead: 'Its copy of the directory is being deleted and the tenant is being released. After that, you can provision again.',
    details: 'View progress',
  },
};
