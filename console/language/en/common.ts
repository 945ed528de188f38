export const common = {
  product: 'Provost',
  service: {
    'exchange-online': 'Exchange Online',
    'sharepoint-online': 'SharePoint Online',
    onedrive: 'OneDrive',
  },
  consent: {
    exchange: 'Exchange Online',
    graph: 'Microsoft Graph',
    sharepoint: 'SharePoint Online',
    onedrive: 'OneDrive',
  },
  navigation: {
    label: 'Main',
    skip: 'Skip to main content',
    dashboard: 'Dashboard',
    notifications: 'Notifications',
    administration: 'Administration',
    serviceAccount: 'Service Account',
  },
  header: {
    organization: 'Organization',
    user: 'Signed in as {{name}}',
    language: 'Language',
    theme: 'Appearance',
    signOut: 'Sign out',
  },
  theme: { system: 'Use system setting', light: 'Light', dark: 'Dark' },
  role: { administrator: 'Administrator', viewer: 'Viewer (read-only)' },
  signIn: {
    title: 'Sign in',
    lead: 'Connect Microsoft 365 to your mail security service.',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'Incorrect e-mail address or password.',
  },
  connection: {
    lost: 'Connection lost. What you see may be out of date. Reconnecting…',
    refused:
      'The console is open in too many tabs. This one is refreshed every 30 seconds. Close some of the others.',
    back: 'Reconnected. Everything is up to date.',
    stored:
      'This is the last saved state. The service that runs the provisioning is not responding right now.',
  },
  loading: 'Loading…',
  retry: 'Try again',
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  unknownError: 'Something went wrong',
  wrongAddress: 'The console was opened at an address that is not its own. Open it at {{address}}.',
  offline: 'Provost cannot be reached. Check your network connection, then try again.',
  reference: 'Reference {{id}}',
  notFound: {
    title: 'Page not found',
    lead: 'The address may be out of date or belong to an organization that you are not a member of.',
    home: 'Go to the dashboard',
  },
  crashed: {
    title: 'This page could not be shown',
    lead: 'The error is on our side, and nothing was lost. Reload the page. If it fails again, tell support what you were doing.',
    reload: 'Reload',
  },
  counts: {
    mailboxes_one: '{{count, number}} mailbox',
    mailboxes_other: '{{count, number}} mailboxes',
    users_one: '{{count, number}} user',
    users_other: '{{count, number}} users',
    withoutMailbox: '{{count, number}} without a mailbox',
    mailboxUnknown: '{{count, number}} not known yet',
    sites_one: '{{count, number}} site',
    sites_other: '{{count, number}} sites',
    drives_one: '{{count, number}} drive',
    drives_other: '{{count, number}} drives',
  },
  unlicensed:
    'The tenant has no SharePoint license, so there is nothing to protect. We look again with each synchronization.',
  unlicensedShort: 'no SharePoint license',
  pendingShort_one: '{{count, number}} user without a OneDrive',
  pendingShort_other: '{{count, number}} users without a OneDrive',
  pendingTargets_one:
    '{{count, number}} selected user has no OneDrive yet. It is protected when it appears.',
  pendingTargets_other:
    '{{count, number}} selected users have no OneDrive yet. Each one is protected when it appears.',
  // Why the other method cannot be chosen.
  requiredMethod: {
    all_one: '{{services}} synchronizes everything, so this service must do the same.',
    all_other: '{{services}} synchronize everything, so this service must do the same.',
    selected_one: '{{services}} synchronizes selected targets, so this service must do the same.',
    selected_other: '{{services}} synchronize selected targets, so this service must do the same.',
    change:
      'To change the method, remove {{services}} under Administration > Service Account and provision again.',
  },
  justNow: 'just now',
  never: 'Never',
  none: '–',
};
